import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ignoreRules } from '../../../electron/engine/watch/ignore-rules.ts'
import { findMount, isNetworkMount, parseMounts } from '../../../electron/engine/watch/mount-table.ts'
import { judgeRoot, readMarker, readVolume, writeMarker } from '../../../electron/engine/watch/volume.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder

beforeEach(async () => {
  folder = await temporaryFolder()
})

afterEach(() => folder.remove())

const MOUNTS = parseMounts(`27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /mnt/nas rw shared:5 master:2 - nfs4 nas.example:/photos rw,vers=4.2
31 27 0:41 / /mnt/my\\040card rw - fuseblk /dev/sdb1 rw
32 27 0:42 / /mnt/far rw - fuse.sshfs desk@host:/pool rw
33 27 0:43 / /mnt/nas/inner rw - cifs //nas/inner rw
34 27 0:44 / /mnt/over rw - tmpfs tmpfs rw
35 34 0:45 / /mnt/over rw - vfat /dev/sdc1 rw
a damaged line
`)

describe('the mount table', () => {
  test.each([
    ['/home/desk', 'ext4', false],
    ['/mnt/nas', 'nfs4', true],
    ['/mnt/nas/day 1', 'nfs4', true],
    ['/mnt/nasty', 'ext4', false],
    ['/mnt/nas/inner/x', 'cifs', true],
    ['/mnt/my card/DCIM', 'fuseblk', false],
    ['/mnt/far/x', 'fuse.sshfs', true],
    ['/mnt/over/x', 'vfat', false],
  ])('%s lies on %s', (at, type, isNetwork) => {
    const mount = findMount(MOUNTS, at)
    expect(mount?.type).toBe(type)
    expect(mount !== null && isNetworkMount(mount)).toBe(isNetwork)
  })
})

describe('readVolume', () => {
  test('tells the same volume for a folder and what is in it', async () => {
    const inner = await folder.makeDirectory('a')
    const [outer, deeper] = [await readVolume(folder.root), await readVolume(inner)]
    expect(deeper).toEqual(outer)
    expect(outer.id).not.toBe('')
  })

  test.skipIf(process.platform !== 'linux')('tells volumes apart', async () => {
    expect((await readVolume('/proc')).id).not.toBe((await readVolume(folder.root)).id)
  })

  test('a missing root throws the error of the system', async () => {
    await folder.remove()
    await expect(readVolume(folder.root)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('the marker', () => {
  test('is read back, replaced, and leaves nothing else behind', async () => {
    expect(await readMarker(folder.root)).toBeNull()
    await writeMarker(folder.root, 'one')
    await writeMarker(folder.root, 'two')
    expect(await readMarker(folder.root)).toBe('two')
    const names = await readdir(folder.root)
    expect(names).toEqual(['.sluice-folder'])
    expect(ignoreRules([]).reason('.sluice-folder', false)).not.toBeNull()
  })

  test.each(['', '{', '[]', '{"token":7}', '{"token":""}'])('%j is no marker', async (text) => {
    await folder.write('.sluice-folder', text)
    expect(await readMarker(folder.root)).toBeNull()
  })

  test('a directory of that name is no marker', async () => {
    await mkdir(path.join(folder.root, '.sluice-folder'))
    expect(await readMarker(folder.root)).toBeNull()
  })

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written to goes without', async () => {
    await chmod(folder.root, 0o500)
    await writeMarker(folder.root, 'one')
    await chmod(folder.root, 0o700)
    expect(await readMarker(folder.root)).toBeNull()
  })

  test('a folder that vanished is an error', async () => {
    await rm(folder.root, { recursive: true })
    await expect(writeMarker(folder.root, 'one')).rejects.toMatchObject({ code: 'ENOENT' })
    await writeFile(folder.root, '')
    await expect(readMarker(folder.root)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
})

describe('judgeRoot', () => {
  const known = { marker: 'm', volumeId: 'v' }
  const unmarked = { marker: null, volumeId: 'v' }
  test.each([
    { name: 'the first time', known: null, found: unmarked, is: 'here' },
    { name: 'unchanged', known, found: known, is: 'here' },
    { name: 'mounted as another volume', known, found: { marker: 'm', volumeId: 'w' }, is: 'here' },
    { name: 'missing', known, found: { code: 'ENOENT' }, is: 'away' },
    { name: 'missing the first time', known: null, found: { code: 'ENOENT' }, is: 'away' },
    { name: 'an unknown error', known, found: { code: 'EWHAT' }, is: 'away' },
    { name: 'an empty mount point', known, found: { marker: null, volumeId: 'w' }, is: 'away' },
    { name: 'the marker was tidied away', known, found: unmarked, is: 'here' },
    { name: 'another folder', known, found: { marker: 'x', volumeId: 'v' }, is: 'replaced' },
    { name: 'read-only, the same volume', known: unmarked, found: unmarked, is: 'here' },
    { name: 'read-only, unmounted', known: unmarked, found: { marker: null, volumeId: 'w' }, is: 'away' },
    {
      name: 'another folder on another disk',
      known: unmarked,
      found: { marker: 'x', volumeId: 'w' },
      is: 'replaced',
    },
  ])('$name: $is', ({ known: before, found, is }) => {
    expect(judgeRoot(before, found).kind).toBe(is)
  })

  test('says what is the matter', () => {
    const state = judgeRoot(known, { code: 'ESTALE' })
    expect(state).toMatchObject({
      problem: { code: 'folder-away', what: 'The server of the folder no longer knows it.' },
    })
  })
})
