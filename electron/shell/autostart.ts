import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The entry that desktops on Linux look for. @param program null removes it */
export async function writeAutostart(configHome: string, program: string | null): Promise<void> {
  const file = path.join(configHome, 'autostart', 'sluice.desktop')
  if (program === null) {
    await rm(file, { force: true })
    return
  }
  const text = autostartEntry(program)
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** Desktop Entry Specification, section «The Exec key»: quoted, with the reserved characters escaped. */
export function autostartEntry(program: string): string {
  const quoted = program
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    // The value of a key is unescaped once more before it is read as a command line.
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sluice',
    `Exec="${quoted}" --hidden`,
    'Terminal=false',
    '',
  ].join('\n')
}
