import path from 'node:path'
import { describe } from 'vitest'
import { electronBinary } from './launch-app.ts'
import { everySpec } from './specs/every-spec.ts'

const main = (): string => path.resolve(import.meta.dirname, '../../dist/shell/main.js')

describe(`the desktop app, under ${electronBinary() === null ? 'the stand-in for Electron' : 'Electron'}`, () => {
  everySpec(main)
})
