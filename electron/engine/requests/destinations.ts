import type { CheckLine, EngineHandlers, FieldRow, Output } from '../../../shared/contract.ts'
import {
  archiveRules,
  catalogueRules,
  type FieldDescription,
  type FieldRules,
  partRules,
} from '../../../shared/template.ts'
import type { SignInService } from '../destinations/destination.ts'
import type { Lane } from '../dispatch/lane.ts'
import { ProblemError } from '../errors.ts'
import type { HandlerWorld } from './handler-world.ts'
import { say } from '../../../shared/phrase.ts'

type Answered =
  | 'destinations.check'
  | 'destinations.browse'
  | 'destinations.fields'
  | 'signIn.begin'
  | 'signIn.outcome'
  | 'signIn.cancel'
  | 'signIn.signOut'

/** What faces ask of destinations themselves. An unknown name throws ProblemError `unknown-destination`. */
export function destinationHandlers(world: HandlerWorld): Pick<EngineHandlers, Answered> {
  const { delivering } = world
  return {
    'destinations.check': async ({ name }) => ({
      checks: await checkDestinations(name === undefined ? delivering.lanes : [delivering.lane(name)]),
    }),
    'destinations.browse': async ({ name, href }) => ({
      nodes: await delivering.lane(name).destination.browse(href, new AbortController().signal),
    }),
    'destinations.fields': ({ name }) =>
      name === undefined ? fieldsBy(catalogueRules()) : fieldsOf(delivering.lane(name)),
    'signIn.begin': ({ name }) => beginSignIn(world, delivering.lane(name)),
    'signIn.outcome': async ({ name }) => ({
      problem: (await signInOf(delivering.lane(name)).outcome()).problem,
    }),
    'signIn.cancel': async ({ name }) => {
      await signInOf(delivering.lane(name)).cancel()
      return {}
    },
    'signIn.signOut': async ({ name }) => {
      const lane = delivering.lane(name)
      lane.lock(await signInOf(lane).signOut())
      return {}
    },
  }
}

/** Tests destinations one after the other. A destination that passes is tried again at once if it was locked. */
async function checkDestinations(lanes: readonly Lane[]): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  for (const lane of lanes) {
    const { words, ...found } = await lane.destination.check(new AbortController().signal)
    if (found.problem === null) lane.retryNow()
    lines.push({
      destination: lane.destination.name,
      isOk: found.problem === null,
      words: words.map(({ text }) => text),
      said: words,
      ...found,
    })
  }
  return lines
}

async function fieldsOf({ destination }: Lane): Promise<Output<'destinations.fields'>> {
  const { fieldIds } = destination.abilities
  if (fieldIds !== null) return fieldsBy(partRules(fieldIds))
  return fieldsBy(archiveRules((await destination.fields?.describe(new AbortController().signal)) ?? null))
}

function fieldsBy({ source, all }: FieldRules): Output<'destinations.fields'> {
  return { from: source, fields: all.filter(({ isKept }) => isKept).map(fieldRow) }
}

function fieldRow(field: FieldDescription): FieldRow {
  const { id, name, isBag, maxLength, isRequired, isWritable, isTaxonomyOnly } = field
  return { id, name, isBag, maxLength, isRequired, isWritable, isTaxonomyOnly }
}

async function beginSignIn({ hub, ports }: HandlerWorld, lane: Lane): Promise<Output<'signIn.begin'>> {
  const service = signInOf(lane)
  const begun = await service.begin()
  // Whether or not a face waits for the end: whoever opened the address may have closed the window.
  service
    .outcome()
    .then(({ isSignedIn }) => {
      if (isSignedIn) lane.retryNow()
      hub.changed()
    })
    .catch((error: unknown) => {
      ports.log.error('The end of a sign-in was not noticed', { detail: String(error) })
    })
  return begun
}

function signInOf({ destination }: Lane): SignInService {
  if (destination.signIn !== null) return destination.signIn
  throw new ProblemError({
    code: 'no-browser-sign-in',
    what: say`Destination «${destination.name}» does not sign in through the browser.`,
    remedy: say`Set "auth" of this destination to {"method": "browser", "clientId": …} if it should.`,
    isRetried: false,
  })
}
