import os from 'node:os'
import { redactSecrets } from '../../engine/node-ports.ts'

/** Shorter values stand in every text by chance: masking them would leave nothing to read. */
const VALUE_CHARS_MIN = 4
const MASK = '***'
const ADDRESS = /\b([a-z][a-z\d+.-]*:\/\/[^\s"'<>\\?#]*\?)([^\s"'<>\\#]+)/gi

export interface Unsaid {
  /** Secrets themselves: they are masked wherever they stand. */
  values: readonly string[]
  /** The home directory, which names its owner. */
  home?: string
}

/**
 * Makes texts fit to be handed to support: no stored secrets, no tokens or passwords, no values of queries, and the home
 * directory as `~`. What has been masked already stays as it is.
 */
export function maskFor({ values, home = os.homedir() }: Unsaid): (text: string) => string {
  const written = [...new Set(values.filter(({ length }) => length >= VALUE_CHARS_MIN).flatMap(spellings))]
    // A secret may be the beginning of another one.
    .toSorted((one, other) => other.length - one.length)
  const homes = homePattern(home)
  return (text) => {
    const unsaid = written.reduce((rest, value) => rest.replaceAll(value, MASK), text)
    const masked = redactSecrets(unsaid).replace(ADDRESS, withoutValues)
    return homes === null ? masked : masked.replace(homes, '~')
  }
}

/** Services hand out keys under any name of a parameter. */
function withoutValues(_: string, address: string, query: string): string {
  const bare = query.split('&').map((part) => (part.includes('=') ? part.replace(/=.*$/, `=${MASK}`) : MASK))
  return address + bare.join('&')
}

/** As the value stands in JSON, in an address and in a form. */
function spellings(value: string): string[] {
  const inAddress = encodeURIComponent(value)
  return [value, inJson(value), inAddress, inAddress.replaceAll('%20', '+')]
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function homePattern(home: string): RegExp | null {
  // The home of a service may be the root of the disk.
  if (home.length < 2) return null
  const forms = [home, inJson(home), home.replaceAll('\\', '/'), encodeURI(home.replaceAll('\\', '/'))]
  const written = [...new Set(forms)].map(literally).join('|')
  // «/home/anna» is not the beginning of «/home/annabel».
  return new RegExp(`(?:${written})(?![\\p{L}\\p{N}_-])`, process.platform === 'win32' ? 'giu' : 'gu')
}

/** The text as a pattern that finds just it. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
