import path from 'node:path'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Origin } from '../destination.ts'
import type { PeopleList } from './people-list.ts'
import { lockNamed, personName, typeNamed, type Usual } from './person-words.ts'
import type { Person } from './wire.ts'

/**
 * Whose face a file shows, and what it opens: by the list of people if there is one, else by the variable `person` or `name`
 * of the folder's `pathPattern` (with `type` and `lock`), else by the file's name: `Jane Roe.jpg`,
 * `Jane Roe__guest__second.jpg`.
 *
 * A wrong guess opens a door, so what is not understood is never passed over.
 *
 * @throws UploadError `refused` (`person-unclear`), `tool` (the list)
 */
export async function personOf(
  { path: file, variables }: Origin,
  usual: Usual,
  people: PeopleList | null,
): Promise<Person> {
  if (people !== null) return await people.personOf(file, usual)
  const byPath = variables['person'] ?? variables['name']
  if (byPath === undefined) return byFileName(path.posix.parse(file).name, usual)
  const given = [variables['type'], variables['lock']].filter((word) => word !== undefined)
  return assembled(byPath, given, usual, say`the folder’s "pathPattern"`)
}

function byFileName(stem: string, usual: Usual): Person {
  const [name = '', ...words] = stem.split('__')
  return assembled(name, words, usual, say`the file’s name`)
}

function assembled(name: string, words: readonly string[], usual: Usual, source: Phrase): Person {
  const cleaned = personName(name)
  if (cleaned === null) throw unclear(say`There is no name of a person in ${source}.`)
  const said: Partial<Usual> = {}
  for (const word of words.map((one) => one.trim().toLowerCase())) {
    const type = typeNamed(word)
    const lock = lockNamed(word)
    if (type === null && lock === null)
      throw unclear(
        say`«${word}» in ${source} is neither a type (owner, guest) nor a lock (first, second, all).`,
      )
    const earlier = type === null ? said.lock : said.type
    if (earlier !== undefined && earlier !== word)
      throw unclear(say`«${earlier}» and «${word}» in ${source} contradict each other.`)
    if (type !== null) said.type = type
    if (lock !== null) said.lock = lock
  }
  return { ...usual, ...said, name: cleaned, valid: null }
}

function unclear(what: Phrase): UploadError {
  return new UploadError('refused', {
    code: 'person-unclear',
    what,
    means: say`Sluice does not guess whom a door opens for.`,
    remedy: say`Rename the file, for example «Jane Roe.jpg» or «Jane Roe__guest__second.jpg»; it is then taken again.`,
    isRetried: false,
  })
}
