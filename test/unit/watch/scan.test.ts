import { symlink, mkdir, rm } from 'node:fs/promises'
import { lstatSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { createScanner, sightFiles, startScanWorker } from '../../../electron/engine/watch/scan.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder
const always = new AbortController().signal

beforeEach(async () => {
  folder = await temporaryFolder()
})

afterEach(() => folder.remove())

async function writeMany(directories: number): Promise<void> {
  for (let n = 0; n < directories; n += 1) await folder.write(`d${n}/IMG.JPG`)
}

describe('createScanner', () => {
  test('hands over every directory and counts', async () => {
    await folder.write('a/1.jpg')
    await folder.write('b/2.jpg')
    await folder.write('b/skipped.psd')
    const scanner = createScanner()
    const seen: string[] = []
    const totals = await scanner.scan(
      folder.root,
      ['*.psd'],
      '',
      true,
      ({ directory, files }) => void seen.push(directory, ...files.map(({ name }) => name)),
      always,
    )
    await scanner.close()
    expect(seen).toEqual(['', 'a', '1.jpg', 'b', '2.jpg'])
    expect(totals).toEqual({ directories: 3, files: 2, failed: 0 })
  })

  test('never hands over two listings at once', async () => {
    await writeMany(450)
    const scanner = createScanner()
    let open = 0
    let most = 0
    const onListing = async (): Promise<void> => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
    }
    const totals = await scanner.scan(folder.root, [], '', true, onListing, always)
    await scanner.close()
    expect(most).toBe(1)
    expect(totals.directories).toBe(451)
  })

  test('the worker does not run ahead of a slow taker', async () => {
    await writeMany(1_100)
    let batches = 0
    const scanner = createScanner(() => {
      const worker = startScanWorker()
      worker.on('message', (report: { kind: string; scan: number }) => {
        if (report.kind === 'listings' && report.scan === 1) batches += 1
      })
      return worker
    })
    let ahead = 0
    const onListing = async ({ directory }: { directory: string }): Promise<void> => {
      if (directory !== '') return
      // While other scans come and go in the same worker, this one has had every chance to run ahead.
      for (let n = 0; n < 50; n += 1) {
        await scanner.scan(folder.root, [], `d${n}`, true, () => undefined, always)
      }
      ahead = batches
    }
    await scanner.scan(folder.root, [], '', true, onListing, always)
    await scanner.close()
    expect(ahead).toBe(2)
    expect(batches).toBeGreaterThan(4)
  })

  test('several scans share the worker', async () => {
    await writeMany(30)
    const scanner = createScanner()
    const scans = ['d1', 'd2', ''].map((from) =>
      scanner.scan(folder.root, [], from, true, () => undefined, always),
    )
    expect((await Promise.all(scans)).map(({ files }) => files)).toEqual([1, 1, 30])
    await scanner.close()
  })

  test('stops when told to, and hands nothing over after that', async () => {
    await writeMany(600)
    const scanner = createScanner()
    const stop = new AbortController()
    let handled = 0
    const scan = scanner.scan(
      folder.root,
      [],
      '',
      true,
      () => {
        handled += 1
        if (handled === 5) stop.abort(new Error('enough'))
      },
      stop.signal,
    )
    await expect(scan).rejects.toThrow('enough')
    const { files } = await scanner.scan(folder.root, [], 'd1', true, () => undefined, always)
    expect([handled, files]).toEqual([5, 1])
    await scanner.close()
  })

  test('what the taker throws ends the scan', async () => {
    await writeMany(3)
    const scanner = createScanner()
    const scan = scanner.scan(folder.root, [], '', true, () => Promise.reject(new Error('disk full')), always)
    await expect(scan).rejects.toThrow('disk full')
    await scanner.close()
  })

  test('a worker that dies breaks the scan off; the next scan has a new one', async () => {
    await writeMany(600)
    const workers: Worker[] = []
    const scanner = createScanner(() => {
      const worker = startScanWorker()
      workers.push(worker)
      return worker
    })
    const broken = scanner.scan(
      folder.root,
      [],
      '',
      true,
      async () => {
        await workers[0]?.terminate()
      },
      always,
    )
    await expect(broken).rejects.toThrow(ProblemError)
    const totals = await scanner.scan(folder.root, [], '', true, () => undefined, always)
    expect([totals.files, workers.length]).toEqual([600, 2])
    await scanner.close()
  })

  test('closing ends what is under way', async () => {
    await writeMany(600)
    let worker: Worker | undefined
    const scanner = createScanner(() => (worker = startScanWorker()))
    const scan = scanner.scan(folder.root, [], '', true, () => undefined, always)
    const ended = expect(scan).rejects.toThrow(ProblemError)
    const exit = worker === undefined ? undefined : once(worker, 'exit')
    await scanner.close()
    await ended
    await exit
  })
})

describe('sightFiles', () => {
  test('tells file, gone and what is no file', async () => {
    await folder.write('a/1.jpg', '123')
    await mkdir(path.join(folder.root, 'now-a-directory'))
    await symlink(path.join(folder.root, 'a'), path.join(folder.root, 'link'))
    await symlink(path.join(folder.root, 'a/1.jpg'), path.join(folder.root, 'link.jpg'))
    const { dev, ino, mtimeNs } = lstatSync(path.join(folder.root, 'a/1.jpg'), { bigint: true })
    const paths = [
      'a/1.jpg',
      'a/none.jpg',
      'now-a-directory',
      'link/1.jpg',
      'link.jpg',
      'a/1.jpg/x',
      'none/x.jpg',
      'b\uFFFD.jpg',
    ]
    const sightings = await sightFiles(folder.root, dev, paths)
    expect(sightings[0]).toMatchObject({
      kind: 'file',
      file: { name: '1.jpg', identity: `r:${ino}:3:${mtimeNs}` },
    })
    expect(sightings.slice(1, 7)).toEqual(Array.from({ length: 6 }, () => ({ kind: 'gone' })))
    expect(sightings[7]).toEqual({ kind: 'unreadable', code: 'EILSEQ' })
  })

  test('keeps the order of many paths', async () => {
    const paths = Array.from({ length: 50 }, (_, n) => `d${n % 3}/${n}.jpg`)
    for (const file of paths) await folder.write(file, 'x')
    await rm(path.join(folder.root, 'd0/0.jpg'))
    const sightings = await sightFiles(folder.root, 1n, paths)
    expect(sightings[0]).toEqual({ kind: 'gone' })
    expect(sightings.slice(1).map((found) => (found.kind === 'file' ? found.file.name : found.kind))).toEqual(
      paths.slice(1).map((file) => path.basename(file)),
    )
  })
})
