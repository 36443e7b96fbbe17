import { type Problem, retold, tellProblem } from '../../../../shared/problem.ts'
import { UploadError } from '../../errors.ts'
import type { Check } from '../destination.ts'
import type { FotowareClient } from './client.ts'
import type { FotowareFields } from './field-service.ts'
import type { Target } from './task.ts'
import { Asset, Collection, Descriptor, MEDIA } from './wire.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** Tests a destination step by step and says what each step found (API overview, «Entry points», «Collections»). */
export async function check(
  client: FotowareClient,
  target: Target,
  fields: FotowareFields,
  signal: AbortSignal,
): Promise<Check> {
  const words: Phrase[] = []
  let account: string | null = null
  try {
    const me = await client.read(
      {
        method: 'GET',
        path: '/fotoweb/me/',
        accept: MEDIA.descriptor,
        during: say`asking who is signed in`,
        signal,
      },
      Descriptor,
    )
    words.push(
      me.server ? say`${client.base.host} answers (${me.server}).` : say`${client.base.host} answers.`,
    )
    account = (me.user?.fullName ?? me.user?.userName) || null
    if (account !== null) words.push(say`Signed in as ${account}.`)
    const problem = await checkTarget(client, target, words, signal).catch(asMissing)
    if (problem === null) words.push(...(await fieldWords(fields, signal)))
    return { words, account, problem }
  } catch (error) {
    if (error instanceof UploadError) return { words, account, problem: error.problem }
    throw error
  }
}

async function checkTarget(
  client: FotowareClient,
  target: Target,
  words: Phrase[],
  signal: AbortSignal,
): Promise<Problem | null> {
  if (target.url === null) {
    words.push(say`Uploads go to the upload area.`)
    return null
  }
  if (target.isRevision) {
    const asset = await client.read(
      { method: 'GET', path: target.url, accept: MEDIA.asset, during: say`looking at the asset`, signal },
      Asset,
    )
    words.push(say`Every file becomes a new revision of ${asset.filename ?? asset.href}.`)
    return null
  }
  const collection = await client.read(
    {
      method: 'GET',
      path: target.url,
      accept: MEDIA.collectionInfo,
      during: say`looking at the collection`,
      signal,
    },
    Collection,
  )
  words.push(say`Uploads go to «${collection.name ?? target.url}».`)
  if (collection.canUploadTo === false) return mayNotUpload(collection.name ?? target.url)
  words.push(
    collection.canCreateFolders === false
      ? say`Folders cannot be created there: files in sub-folders need "subfolders": "flatten".`
      : say`Folders can be created there.`,
  )
  return null
}

/** What the archive wants to know of a file. It says nothing about whether files can be sent. */
async function fieldWords(fields: FotowareFields, signal: AbortSignal): Promise<Phrase[]> {
  const view = await fields.describeNow(signal).catch(() => null)
  if (view === null) return []
  const required = view.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  return [
    view.length === 1
      ? say`The archive has one metadata field.`
      : say`The archive has ${view.length} metadata fields.`,
    required.length === 0
      ? say`The archive asks for no field.`
      : say`The archive asks for: ${required.join(', ')}.`,
  ]
}

/** What is missing here is the collection: the server itself has just answered. */
function asMissing(error: unknown): Problem {
  const isMissing = error instanceof UploadError && error.problem.code === 'no-upload-api'
  if (!isMissing) throw error
  return retold(error.problem, {
    code: 'destination_not_found',
    what: say`The archive, folder or asset named in "collection" does not exist, or this account may not see it.`,
    remedy: say`Correct "collection" of this destination. An archive that was renamed has a new address.`,
  })
}

function mayNotUpload(name: string): Problem {
  return tellProblem({
    code: 'may-not-upload',
    what: say`This account may not upload to «${name}», or it is not a place for uploads.`,
    remedy: say`Choose another archive or folder, or ask the administrator for upload permission.`,
    isRetried: false,
  })
}
