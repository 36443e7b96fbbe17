import type { BasipConfig } from '../../../../shared/destination-config.ts'
import { joined, type Phrase, say } from '../../../../shared/phrase.ts'
import { type Problem, tellProblem } from '../../../../shared/problem.ts'
import type { Identifiers } from './identifiers.ts'
import type { ListedPerson } from './people-list.ts'
import { hasRights } from './rights.ts'

const LINES_SHOWN = 10

/**
 * Holds the faces at the panel against the list of people: a line that has changed since its picture was sent changes nothing
 * at the door, and nobody would know. Only reads; names are not told, lines are.
 *
 * @param file the name of the list
 * @returns null when every face of a person of the list opens what the list says
 * @throws UploadError
 */
export async function differencesFrom(
  people: readonly ListedPerson[],
  file: string,
  identifiers: Identifiers,
  signal: AbortSignal,
): Promise<Problem | null> {
  const byName = Map.groupBy(people, ({ person }) => person.name)
  const lines = new Set<number>()
  for await (const item of identifiers.faces(signal)) {
    const listed = byName.get(item.identifier_owner?.name.normalize('NFC').trim() ?? '') ?? []
    if (!listed.some(({ person }) => hasRights(item, person))) for (const { line } of listed) lines.add(line)
  }
  return lines.size === 0
    ? null
    : rightsDiffer(
        file,
        [...lines].toSorted((one, other) => one - other),
      )
}

/** In words, which lines name one person; null when none do, or when each picture is a face of its own. */
export function sharedNames(
  people: readonly ListedPerson[],
  onExisting: BasipConfig['onExisting'],
): Phrase | null {
  const groups = Map.groupBy(people, ({ person }) => person.name)
  const lines = [...groups.values()].filter((group) => group.length > 1).flat()
  if (lines.length === 0 || onExisting === 'add') return null
  const numbers = lines.map(({ line }) => line).toSorted((one, other) => one - other)
  const shown = numbers.slice(0, LINES_SHOWN).join(', ') + (numbers.length > LINES_SHOWN ? ' …' : '')
  return onExisting === 'replace'
    ? say`Lines ${shown} name the same person as another line: of their pictures, only the one that was sent last stays.`
    : say`Lines ${shown} name the same person as another line: of their pictures, only the one that was sent first is taken.`
}

function rightsDiffer(file: string, lines: readonly number[]): Problem {
  const shown = lines.slice(0, LINES_SHOWN).join(', ')
  const more = lines.length - LINES_SHOWN
  const which =
    lines.length === 1
      ? say`The panel lets a person in otherwise than ${file} says: line ${shown}.`
      : say`The panel lets people in otherwise than ${file} says: lines ${shown}.`
  return tellProblem({
    code: 'rights-differ',
    what: more > 0 ? joined([which, say`And ${more} more.`]) : which,
    means: say`A line that changes does not change a face that is there: the door opens for it as before.`,
    remedy: say`Save the pictures of these lines anew in the folder, or put them there once more. Where known names are replaced, they may be uploaded by hand as well.`,
    isRetried: false,
  })
}
