import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, rm, symlink, utimes } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Disk, realDisk } from '../../../electron/engine/watch/disk.ts'
import type { Listing } from '../../../electron/engine/watch/sighting.ts'
import { type WalkOrder, walk } from '../../../electron/engine/watch/walk.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder

beforeEach(async () => {
  folder = await temporaryFolder()
})

afterEach(() => folder.remove())

async function walked(order: Partial<WalkOrder> = {}, disk: Partial<Disk> = {}): Promise<Listing[]> {
  const full = { root: folder.root, rules: [], from: '', recursive: true, ...order }
  const listings: Listing[] = []
  for await (const listing of walk(full, { ...realDisk, ...disk })) listings.push(listing)
  return listings
}

const names = (listing: Listing | undefined): string[] =>
  listing?.files.map((file) => file.name).toSorted() ?? []

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

describe('an ordinary tree', () => {
  test('comes in the order of names, each directory once', async () => {
    for (const file of ['b/2.jpg', 'a/z/3.jpg', 'a/1.jpg', 'top.jpg']) await folder.write(file)
    const listings = await walked()
    expect(listings.map((listing) => listing.directory)).toEqual(['', 'a', 'a/z', 'b'])
    expect(listings.map(names)).toEqual([['top.jpg'], ['1.jpg'], ['3.jpg'], ['2.jpg']])
    expect(listings.every((listing) => listing.isLast && listing.failed === null)).toBe(true)
  })

  test('a file is described by what the disk says', async () => {
    const file = await folder.write('IMG.CR2', '12345')
    await utimes(file, 1_000, 1_000.5)
    const stats = await lstat(file, { bigint: true })
    const [listing] = await walked()
    expect(listing?.files).toEqual([
      {
        name: 'IMG.CR2',
        identity: `r:${stats.ino}:5:1000500000000`,
        sizeBytes: 5,
        mtimeMs: 1_000_500,
        changedMs: Number(stats.ctimeMs),
      },
    ])
  })

  test('can be begun further down, and without what is below', async () => {
    await folder.write('a/1.jpg')
    await folder.write('a/b/2.jpg')
    expect((await walked({ from: 'a', recursive: false })).map(names)).toEqual([['1.jpg']])
    expect((await walked({ from: 'a/b' })).map(names)).toEqual([['2.jpg']])
  })

  test('ignored directories are named, not entered', async () => {
    await folder.write('@eaDir/thumb.jpg')
    await folder.write('proofs/1.jpg')
    const listings = await walked({ rules: ['proofs'] })
    expect(listings).toHaveLength(1)
    expect(listings[0]?.ignored.map(({ name }) => name).toSorted()).toEqual(['@eaDir', 'proofs'])
    expect(await walked({ rules: ['proofs'], from: 'proofs' })).toEqual([])
  })

  test('a large directory comes in pieces', async () => {
    await folder.makeDirectory('many')
    execFileSync('sh', ['-c', 'i=0; while [ $i -lt 650 ]; do : > IMG_$i.JPG; i=$((i+1)); done'], {
      cwd: path.join(folder.root, 'many'),
    })
    const pieces = await walked({ from: 'many' })
    expect(pieces.map((piece) => piece.files.length)).toEqual([250, 250, 150])
    expect(pieces.map((piece) => piece.isLast)).toEqual([false, false, true])
    expect(new Set(pieces.flatMap(names)).size).toBe(650)
  })
})

describe('odd entries', () => {
  test('links are named and not followed, so loops are harmless', async () => {
    await folder.write('a/1.jpg')
    await symlink(folder.root, path.join(folder.root, 'a/loop'))
    await symlink(path.join(folder.root, 'a/1.jpg'), path.join(folder.root, 'link.jpg'))
    await symlink('/nowhere', path.join(folder.root, 'dead.jpg'))
    const listings = await walked()
    expect(listings.map(names)).toEqual([[], ['1.jpg']])
    const ignored = listings.flatMap((listing) => listing.ignored)
    expect(ignored.map(({ name }) => name).toSorted()).toEqual(['dead.jpg', 'link.jpg', 'loop'])
    expect(ignored.every(({ reason }) => reason.text.startsWith('symbolic link'))).toBe(true)
  })

  test('a walk does not begin behind a link', async () => {
    await folder.write('a/b/1.jpg')
    await symlink(path.join(folder.root, 'a'), path.join(folder.root, 'link'))
    expect(await walked({ from: 'link/b' })).toMatchObject([
      { directory: 'link/b', failed: 'ELOOP', isLast: true },
    ])
    expect(await walked({ from: 'a/b/1.jpg' })).toMatchObject([{ failed: 'ENOTDIR' }])
    expect(await walked({ from: 'a/none' })).toMatchObject([{ failed: 'ENOENT' }])
  })

  test.skipIf(process.platform === 'win32')('sockets and pipes are named with a reason', async () => {
    execFileSync('mkfifo', [path.join(folder.root, 'pipe.jpg')])
    const server = net.createServer().listen(path.join(folder.root, 'socket.jpg'))
    await once(server, 'listening')
    const [listing] = await walked()
    server.close()
    expect(listing?.files).toEqual([])
    expect(listing?.ignored.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'pipe.jpg', reason: expect.objectContaining({ text: 'pipe, not a file' }) as unknown },
      { name: 'socket.jpg', reason: expect.objectContaining({ text: 'socket, not a file' }) as unknown },
    ])
  })

  test.skipIf(process.platform !== 'linux')('names that are not UTF-8 are told, not dropped', async () => {
    execFileSync('sh', ['-c', "printf x > $(printf 'b\\344d.jpg'); mkdir $(printf 'd\\344r')"], {
      cwd: folder.root,
    })
    const [listing] = await walked()
    expect(listing?.unreadable.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'b\uFFFDd.jpg', code: 'EILSEQ' },
      { name: 'd\uFFFDr', code: 'EILSEQ' },
    ])
  })

  test('a name that really holds U+FFFD is an ordinary name', async () => {
    await folder.write('b\uFFFDd.jpg')
    expect((await walked()).map(names)).toEqual([['b\uFFFDd.jpg']])
  })
})

describe('trouble', () => {
  test('a missing root is one failed listing', async () => {
    await folder.remove()
    expect(await walked()).toMatchObject([{ directory: '', failed: 'ENOENT', isLast: true }])
  })

  test.skipIf(process.getuid?.() === 0)('a directory without permission does not stop the rest', async () => {
    const shut = await folder.makeDirectory('b')
    await folder.write('c/1.jpg')
    await chmod(shut, 0)
    const listings = await walked()
    await chmod(shut, 0o700)
    expect(listings.map(({ directory, failed }) => [directory, failed])).toEqual([
      ['', null],
      ['b', 'EACCES'],
      ['c', null],
    ])
  })

  test('nor does one that cannot be opened for any other reason', async () => {
    await folder.write('b/1.jpg')
    await folder.write('c/1.jpg')
    const open: Disk['open'] = (at) => {
      if (at.endsWith('/b')) throw systemError('EIO')
      return realDisk.open(at)
    }
    expect((await walked({}, { open })).map(({ failed }) => failed)).toEqual([null, 'EIO', null])
  })

  test('a directory that breaks off half way says so', async () => {
    await folder.write('1.jpg')
    const open: Disk['open'] = (at) => {
      const dir = realDisk.open(at)
      let reads = 0
      const readSync = (): ReturnType<typeof dir.readSync> => {
        reads += 1
        if (reads > 1) throw systemError('ESTALE')
        return dir.readSync()
      }
      return { readSync, closeSync: () => dir.closeSync() }
    }
    expect(await walked({}, { open })).toMatchObject([{ failed: 'ESTALE', files: [{ name: '1.jpg' }] }])
  })

  test('what vanishes between listing and look is left out', async () => {
    await folder.write('1.jpg')
    await folder.write('2.jpg')
    const look: Disk['look'] = (at) => (at.endsWith('1.jpg') ? undefined : realDisk.look(at))
    expect((await walked({}, { look })).map(names)).toEqual([['2.jpg']])
  })

  test('a directory that vanishes is a failed listing', async () => {
    const gone = await folder.makeDirectory('a')
    const listings: Listing[] = []
    for await (const listing of walk({ root: folder.root, rules: [], from: '', recursive: true })) {
      listings.push(listing)
      await rm(gone, { recursive: true, force: true })
    }
    expect(listings.map(({ failed }) => failed)).toEqual([null, 'ENOENT'])
  })

  test('too few file handles: waits longer and longer, then goes on', async () => {
    await folder.write('1.jpg')
    const waits: number[] = []
    const open: Disk['open'] = (at) => {
      if (waits.length < 3) throw systemError('EMFILE')
      return realDisk.open(at)
    }
    const wait = (delayMs: number): Promise<void> => {
      waits.push(delayMs)
      return Promise.resolve()
    }
    expect((await walked({}, { open, wait })).map(names)).toEqual([['1.jpg']])
    expect(waits).toEqual([50, 100, 200])
  })

  test('too few file handles for ever: failed', async () => {
    const open: Disk['open'] = () => {
      throw systemError('ENFILE')
    }
    const listings = await walked({}, { open, wait: () => Promise.resolve() })
    expect(listings).toMatchObject([{ failed: 'ENFILE' }])
  })

  test.skipIf(process.platform === 'win32')('a path that is too long is told', async () => {
    const name = 'd'.repeat(250)
    const dig = `i=0; while [ $i -lt 20 ]; do mkdir ${name}; cd ${name}; i=$((i+1)); done`
    execFileSync('bash', ['-c', dig], { cwd: folder.root })
    const listings = await walked()
    expect(listings.at(-1)?.failed).toBe('ENAMETOOLONG')
    execFileSync('rm', ['-rf', folder.root])
  })
})
