import { access, open } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../errors.ts'

const NUMBERS_MAX = 10_000

/** How the files of one parcel are named in the target folder: a clash gives all of them the same number. */
export interface Naming {
  /** The name of the picture without its extension. The number is put after it. */
  stem: string
  /** The first number to try; 0 is the name as it is. */
  first: number
}

/** `IMG.CR2` → `IMG (1).CR2`, and its sidecar `IMG.CR2.xmp` → `IMG (1).CR2.xmp`, so that they still belong together. */
export function numberedName(name: string, stem: string, number: number): string {
  if (number === 0) return name
  const isOfStem = name.toLowerCase().startsWith(stem.toLowerCase())
  const at = isOfStem ? stem.length : path.parse(name).name.length
  return `${name.slice(0, at)} (${number})${name.slice(at)}`
}

/** The smallest number with which none of these names is in the directory. */
export async function freeNumber(directory: string, names: readonly string[], stem: string): Promise<number> {
  for (let number = 0; number < NUMBERS_MAX; number++) {
    const taken = await Promise.all(
      names.map((name) => isThere(path.join(directory, numberedName(name, stem, number)))),
    )
    if (!taken.includes(true)) return number
  }
  throw tooMany(directory, stem)
}

/** Makes an empty file under the first name that is free and returns its path. Nothing is ever written over. */
export async function reserveName(directory: string, name: string, naming: Naming): Promise<string> {
  for (let number = naming.first; number < NUMBERS_MAX; number++) {
    const target = path.join(directory, numberedName(name, naming.stem, number))
    try {
      await (await open(target, 'wx')).close()
      return target
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
  throw tooMany(directory, name)
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}

function tooMany(directory: string, name: string): Error {
  return new Error(`${directory} holds too many files named ${name}`)
}
