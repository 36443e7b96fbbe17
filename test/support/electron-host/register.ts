import { registerHooks } from 'node:module'

/** `node --import` of this file: whoever asks for `electron` is given the stand-in. */
const STAND_IN = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: STAND_IN, format: 'module-typescript', shortCircuit: true }
  },
})
