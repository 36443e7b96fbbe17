import { UploadError } from '../../errors.ts'
import type { Check } from '../destination.ts'
import type { PanelClient } from './client.ts'
import type { Identifiers } from './identifiers.ts'
import type { PeopleList } from './people-list.ts'
import type { PartNames } from './sender.ts'
import type { PanelInfo } from './wire.ts'

export interface Checked {
  client: PanelClient
  identifiers: Identifiers
  partNames: PartNames
  people: PeopleList | null
  user: string | null
}

/** Tests a panel step by step and says what each step found. Nothing is put into it. */
export async function check(
  { client, identifiers, partNames, people, user }: Checked,
  signal: AbortSignal,
): Promise<Check> {
  const words: string[] = []
  let account: string | null = null
  const { session } = client
  session.forget()
  try {
    const { prefix } = await session.open(signal)
    words.push(`${client.base.host} answers${panelName(session.info)} (API ${prefix}).`)
    if (user !== null) {
      account = user
      words.push(rightsWords(session.accountType))
    }
    const count = await identifiers.count(signal)
    words.push(
      count === null ? 'Its list of identifiers can be read.' : `It knows ${identifierCount(count)}.`,
    )
    const faceWords = faceEngine(session.info)
    if (faceWords !== null) words.push(faceWords)
    words.push(partWords(partNames))
    const list = await people?.describe()
    if (list !== undefined) words.push(list.words)
    return { words, account, problem: list?.problem ?? null }
  } catch (error) {
    if (error instanceof UploadError) return { words, account, problem: error.problem }
    throw error
  }
}

function panelName(info: PanelInfo | null): string {
  const model = info?.device_model ?? info?.device_name
  const firmware = info?.firmware_version === undefined ? '' : `, firmware ${info.firmware_version}`
  return model === undefined ? '' : `: ${model}${firmware}`
}

function rightsWords(accountType: string | null): string {
  return accountType === null
    ? 'Signed in; the panel does not tell with which rights.'
    : 'Signed in as an administrator.'
}

function identifierCount(count: number): string {
  return count === 1 ? 'one identifier' : `${count} identifiers`
}

/**
 * Models with face recognition have «FB» in their name («Android panels»). How it is spelled differs, so this warns and never
 * holds anything back.
 */
function faceEngine(info: PanelInfo | null): string | null {
  const model = info?.device_model
  if (model === undefined) return null
  return /fb/i.test(model.replaceAll('-', ''))
    ? 'This model recognises faces.'
    : `This model (${model}) may have no face recognition, since «FB» is missing in its name: it may refuse every picture.`
}

function partWords({ current, isProven, alternative }: PartNames): string {
  return isProven || alternative === null
    ? `This panel takes pictures in a part named «${current}».`
    : `Pictures go in a part named «${current}»; if the panel cannot read the first one, «${alternative}» is tried.`
}
