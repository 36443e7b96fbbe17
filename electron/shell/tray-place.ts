import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Longer than any desktop that is well takes to answer. */
const PATIENCE_MS = 2_000
const WATCHER = 'org.kde.StatusNotifierWatcher'

/** Programs that ask the session bus; which of them a computer has is chance. */
const QUESTIONS: readonly (readonly [string, ...string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${WATCHER}`,
  ],
  [
    'busctl',
    '--user',
    'call',
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'NameHasOwner',
    's',
    WATCHER,
  ],
]

/**
 * Whether a person can see a tray icon. Electron makes one on every desktop, and says nothing where it is not shown:
 * plain GNOME has no place for it, GNOME with an extension has one
 * (https://wiki.gnome.org/Initiatives/StatusIconMigration/Guidelines).
 */
export async function isTrayShown(env: NodeJS.ProcessEnv, platform = process.platform): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [program, ...args] of QUESTIONS) {
    const { stdout } = await run(program, args, { env, timeout: PATIENCE_MS }).catch(() => ({ stdout: '' }))
    const answer = /\b(true|false)\b/.exec(stdout)?.[1]
    if (answer === 'true') return true
    // Older desktops show trays in another way, which GNOME has given up.
    if (answer === 'false') return !isGnome(env)
  }
  return !isGnome(env)
}

function isGnome(env: NodeJS.ProcessEnv): boolean {
  return (env['XDG_CURRENT_DESKTOP'] ?? '').split(':').includes('GNOME')
}
