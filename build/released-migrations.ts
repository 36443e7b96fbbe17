import { createHash } from 'node:crypto'
import type { Migration } from '../electron/engine/store/migrate.ts'

/** What is wrong between released.txt and the migrations, in sentences; nothing when they agree. */
export function releasedMistakes(text: string, migrations: readonly Migration[]): string[] {
  const lines = releasedLines(text)
  return lines.flatMap((line, index) => {
    const migration = migrations[index]
    const name = line.slice(line.indexOf(' ')).trim()
    if (migration === undefined) return [`${name} was released and is gone.`]
    if (migration.name !== name) return [`${name} was released, but ${migration.name} is in its place.`]
    if (line !== lineOf(migration)) return [`${name} was released and has been changed. Add a new migration.`]
    return []
  })
}

/** The text of released.txt with every migration pinned. Throws when one that was released has changed. */
export function pinned(text: string, migrations: readonly Migration[]): string {
  const [mistake] = releasedMistakes(text, migrations)
  if (mistake !== undefined) throw new Error(mistake)
  const added = migrations.slice(releasedLines(text).length).map((migration) => `${lineOf(migration)}\n`)
  return text + added.join('')
}

function releasedLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

function lineOf({ name, sql }: Migration): string {
  // Git may give the files Windows line ends.
  const hash = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
  return `${hash}  ${name}`
}
