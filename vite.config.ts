import { svelte } from '@sveltejs/vite-plugin-svelte'
import path from 'node:path'
import { defineConfig } from 'vite'

/** The window: one page for Electron and for browsers. */
export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  // The page is served from the root of its own origin, and from app:// on the desktop.
  base: './',
  plugins: [svelte()],
  build: {
    outDir: path.join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // Everything inline would need a weaker content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
