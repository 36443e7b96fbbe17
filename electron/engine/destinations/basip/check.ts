import type { BasipConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Check } from '../destination.ts'
import type { PanelClient } from './client.ts'
import type { Identifiers } from './identifiers.ts'
import { differencesFrom, sharedNames } from './list-check.ts'
import type { PeopleList } from './people-list.ts'
import type { Usual } from './person-words.ts'
import type { PartNames } from './sender.ts'
import type { PanelInfo } from './wire.ts'

export interface Checked {
  client: PanelClient
  identifiers: Identifiers
  partNames: PartNames
  people: PeopleList | null
  usual: Usual
  onExisting: BasipConfig['onExisting']
  user: string | null
}

/** Tests a panel step by step and says what each step found. Nothing is put into it. */
export async function check(
  { client, identifiers, partNames, people, usual, onExisting, user }: Checked,
  signal: AbortSignal,
): Promise<Check> {
  const words: Phrase[] = []
  let account: string | null = null
  const { session } = client
  session.forget()
  try {
    const { prefix } = await session.open(signal)
    const [host, panel] = [client.base.host, panelName(session.info)]
    words.push(
      panel === null
        ? say`${host} answers (API ${prefix}).`
        : say`${host} answers: ${panel} (API ${prefix}).`,
    )
    if (user !== null) {
      account = user
      words.push(rightsWords(session.accountType))
    }
    const count = await identifiers.count(signal)
    words.push(countWords(count))
    const faceWords = faceEngine(session.info)
    if (faceWords !== null) words.push(faceWords)
    words.push(partWords(partNames))
    if (people === null) return { words, account, problem: null }
    const list = await people.describe()
    words.push(list.words)
    const persons = await people.people(usual)
    const shared = sharedNames(persons, onExisting)
    if (shared !== null) words.push(shared)
    const found = await differencesFrom(persons, people.name, identifiers, signal)
    return { words, account, problem: list.problem ?? found }
  } catch (error) {
    if (error instanceof UploadError) return { words, account, problem: error.problem }
    throw error
  }
}

function panelName(info: PanelInfo | null): Phrase | string | null {
  const model = info?.device_model ?? info?.device_name
  if (model === undefined) return null
  const firmware = info?.firmware_version
  return firmware === undefined ? model : say`${model}, firmware ${firmware}`
}

function rightsWords(accountType: string | null): Phrase {
  return accountType === null
    ? say`Signed in; the panel does not tell with which rights.`
    : say`Signed in as an administrator.`
}

function countWords(count: number | null): Phrase {
  if (count === null) return say`Its list of identifiers can be read.`
  return count === 1 ? say`It knows one identifier.` : say`It knows ${count} identifiers.`
}

/**
 * Models with face recognition have «FB» in their name («Android panels»). How it is spelled differs, so this warns and never
 * holds anything back.
 */
function faceEngine(info: PanelInfo | null): Phrase | null {
  const model = info?.device_model
  if (model === undefined) return null
  return /fb/i.test(model.replaceAll('-', ''))
    ? say`This model recognises faces.`
    : say`This model (${model}) may have no face recognition, since «FB» is missing in its name: it may refuse every picture.`
}

function partWords({ current, isProven, alternative }: PartNames): Phrase {
  return isProven || alternative === null
    ? say`This panel takes pictures in a part named «${current}».`
    : say`Pictures go in a part named «${current}»; if the panel cannot read the first one, «${alternative}» is tried.`
}
