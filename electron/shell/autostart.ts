import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The entry that desktops on Linux look for.
 * @param program null removes it, unless it starts another place than this one
 * @param args with which it starts into the tray
 */
export async function writeAutostart(
  configHome: string,
  program: string | null,
  args: readonly string[],
): Promise<void> {
  const file = path.join(configHome, 'autostart', 'sluice.desktop')
  const found = await readFile(file, 'utf8').catch(() => '')
  if (program === null) {
    if (found.includes(`" ${wordsOf(args)}\n`)) await rm(file, { force: true })
    return
  }
  const text = autostartEntry(program, args)
  if (found === text) return
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

export function autostartEntry(program: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sluice',
    `Exec=${quoted(program)} ${wordsOf(args)}`,
    'Terminal=false',
    '',
  ].join('\n')
}

function wordsOf(args: readonly string[]): string {
  return args.map((arg) => (/^--[a-z]+$/.test(arg) ? arg : quoted(arg))).join(' ')
}

/** Desktop Entry Specification, section «The Exec key»: quoted, with the reserved characters escaped. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    // The value of a key is unescaped once more before it is read as a command line.
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
  return `"${escaped}"`
}
