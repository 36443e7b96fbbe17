import path from 'node:path'
import { build } from 'vite'
import { bundleCli, bundleShell } from '../../build/bundle.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Before all specs: the app as `npm run build` makes it. The specs never see the sources. */
export async function setup(): Promise<void> {
  await build({ configFile: path.join(ROOT, 'vite.config.ts'), logLevel: 'warn' })
  await bundleShell(path.join(ROOT, 'dist/shell'))
  await bundleCli(path.join(ROOT, 'dist/cli'))
}
