import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Mount, findMount, isNetworkMount, parseMounts } from './mount-table.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

export { MARKER_NAME, readMarker, touchMarker, writeMarker } from './folder-marker.ts'
export { type FolderTraits, type RootState, judgeRoot } from './root-state.ts'

export interface Volume {
  /** On a network volume no change of another machine is reported, and times may wobble. */
  kind: 'local' | 'network'
  words: Phrase
  /** Identifies the volume, and survives a remount where the system tells. */
  id: string
  dev: bigint
}

/**
 * What `root` lies on. Throws the system's error when there is no such folder. Linux tells the file system, its source
 * and its UUID; macOS and Windows only a device number, and a Windows share is known by its `\\server` path.
 */
export async function readVolume(root: string): Promise<Volume> {
  const { dev } = await stat(root, { bigint: true })
  const mount = process.platform === 'linux' ? await mountOf(root) : null
  if (mount !== null) {
    const kind = isNetworkMount(mount) ? 'network' : 'local'
    return { kind, words: describe(mount, kind), id: await volumeId(mount), dev }
  }
  const isShare = process.platform === 'win32' && /^[\\/]{2}[^?.]/.test(path.win32.normalize(root))
  if (isShare) return { kind: 'network', words: say`Windows network share`, id: `dev:${dev}`, dev }
  return { kind: 'local', words: say`local disk`, id: `dev:${dev}`, dev }
}

async function mountOf(root: string): Promise<Mount | null> {
  try {
    const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'))
    return findMount(mounts, await realpath(root))
  } catch {
    // Without /proc (some containers) the device number has to do.
    return null
  }
}

function describe(mount: Mount, kind: Volume['kind']): Phrase {
  return kind === 'network'
    ? say`network volume ${mount.source} (${mount.type})`
    : say`local disk (${mount.type})`
}

async function volumeId(mount: Mount): Promise<string> {
  const uuid = mount.source.startsWith('/dev/') ? await uuidOf(mount.source) : null
  if (uuid !== null) return `uuid:${uuid}`
  // A bare word (tmpfs, overlay) is shared by many mounts: only the place tells them apart.
  const hasOwnSource = /[/:]/.test(mount.source)
  return `${mount.type}:${mount.source}${hasOwnSource ? '' : `@${mount.mountPoint}`}`
}

async function uuidOf(device: string): Promise<string | null> {
  const folder = '/dev/disk/by-uuid'
  try {
    const wanted = await realpath(device)
    for (const uuid of (await readdir(folder)).toSorted()) {
      if ((await realpath(path.join(folder, uuid))) === wanted) return uuid
    }
  } catch {
    // Containers and small systems have no such folder.
  }
  return null
}
