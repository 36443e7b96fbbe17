import { ProblemError } from '../errors.ts'
import type { FolderIntake } from '../intake/folder-intake.ts'
import { say } from '../../../shared/phrase.ts'

/** Somebody named a folder or template that is not in the configuration. */
export function unknownName(
  what: 'folder' | 'template',
  name: string,
  known: readonly { name: string }[],
): ProblemError {
  return new ProblemError({
    code: `unknown-${what}`,
    what:
      what === 'folder'
        ? say`There is no folder named «${name}» in the configuration.`
        : say`There is no template named «${name}» in the configuration.`,
    remedy: say`Known are: ${known.map((one) => one.name).join(', ') || say`none`}.`,
    isRetried: false,
  })
}

/** A hot folder by its name, or by its path as a person may write it. @throws ProblemError `unknown-folder` */
export function findFolder(intakes: readonly FolderIntake[], name: string): FolderIntake {
  const found = intakes.find(({ config }) => config.name === name || config.path === name)
  if (found !== undefined) return found
  throw unknownName(
    'folder',
    name,
    intakes.map(({ config }) => config),
  )
}
