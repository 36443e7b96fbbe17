import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { MetadataReader } from '../../../electron/engine/metadata/exiftool.ts'
import { sweepWorkDir } from '../../../electron/engine/metadata/work-dir.ts'
import { makeMedia } from '../../support/media/media-files.ts'
import { NEVER, QUIET_LOG, readerForTest } from '../../support/media/reader.ts'
import { writeMetadata } from '../../support/media/tool.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf, until } from '../../support/until.ts'

async function photo(make = 'Canon'): Promise<string> {
  const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
  await writeMetadata(file, `-EXIF:Make=${make}`)
  return file
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const makeOf = async (reader: MetadataReader, file: string): Promise<string | undefined> =>
  (await reader.read(file, NEVER)).tags.find((tag) => tag.name === 'Make')?.values[0]

/** Stops the processes of the reader, as a disk that never answers does. */
async function freeze(reader: MetadataReader): Promise<readonly number[]> {
  const pids = await reader.pids()
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return pids
}

test('nothing is started before it is needed, and close ends what was started', async () => {
  const { reader } = readerForTest()
  expect(await reader.pids()).toEqual([])
  expect(await makeOf(reader, await photo())).toBe('Canon')
  const [pid = 0] = await reader.pids()
  expect(isRunning(pid)).toBe(true)
  await reader.close()
  await until(() => !isRunning(pid), 'the process ended')
  expect(await failureOf(reader.read(await photo(), NEVER))).toMatchObject({
    problem: { code: 'exiftool-closed' },
  })
})

test('at most two processes run, however many files wait', async () => {
  const { reader } = readerForTest()
  const file = await photo()
  await Promise.all(Array.from({ length: 40 }, () => reader.read(file, NEVER)))
  expect((await reader.pids()).length).toBeLessThanOrEqual(2)
})

test('a process with nothing to do ends by itself and is started again when needed', async () => {
  const { reader } = readerForTest({ idleMs: 200 })
  const file = await photo()
  expect(await makeOf(reader, file)).toBe('Canon')
  await until(async () => (await reader.pids()).length === 0, 'the process ended')
  expect(await makeOf(reader, file)).toBe('Canon')
})

test('a process that was killed is replaced, even in the middle of a file', async () => {
  const { reader } = readerForTest()
  const file = await photo()
  expect(await makeOf(reader, file)).toBe('Canon')
  const [pid = 0] = await freeze(reader)
  const reading = makeOf(reader, file)
  process.kill(pid, 'SIGKILL')
  expect(await reading).toBe('Canon')
  expect(await reader.pids()).not.toContain(pid)
})

test('a process that dies at every file is told of after the second time', async () => {
  const folder = await temporaryFolder()
  // Starts as ExifTool does, and dies at the first file.
  const dying = path.join(folder, 'exiftool')
  await writeFile(
    dying,
    '$| = 1; while (<STDIN>) { print "13.0\\n{ready}\\n" if /^-ver/; kill 9, $$ if /^-json/ }\n',
  )
  const { reader } = readerForTest({ exiftoolPath: dying })
  const file = await photo()
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({
    kind: 'unreadable',
    problem: { code: 'exiftool-died', isRetried: true },
  })
})

test('a process that hangs is ended after its time, and the next file is read', async () => {
  const { reader } = readerForTest({ baseTimeoutMs: 400 })
  const file = await photo()
  expect(await makeOf(reader, file)).toBe('Canon')
  const [pid = 0] = await freeze(reader)
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({
    kind: 'unreadable',
    problem: { code: 'exiftool-timeout', isRetried: true },
  })
  await until(() => !isRunning(pid), 'the process that hung is gone')
  expect(await makeOf(reader, file)).toBe('Canon')
})

test('nobody waits for a process after he gave up, and no file gets the answer of another', async () => {
  const { reader } = readerForTest()
  const [canon, nikon] = [await photo('Canon'), await photo('Nikon')]
  expect(await makeOf(reader, canon)).toBe('Canon')
  const [pid = 0] = await freeze(reader)
  const stopped = new AbortController()
  const given = failureOf(reader.read(canon, stopped.signal))
  const next = makeOf(reader, nikon)
  await new Promise((resolve) => setImmediate(resolve))
  const reason = new Error('Sluice stops')
  stopped.abort(reason)
  expect(await given).toBe(reason)
  process.kill(pid, 'SIGCONT')
  expect(await next).toBe('Nikon')
  expect(await Promise.all([canon, nikon, canon].map((file) => makeOf(reader, file)))).toEqual([
    'Canon',
    'Nikon',
    'Canon',
  ])
  const late = new AbortController()
  late.abort(reason)
  expect(await failureOf(reader.read(canon, late.signal))).toBe(reason)
})

test('without perl it says what to do, and works as soon as there is one', async () => {
  const folder = await temporaryFolder()
  const { reader } = readerForTest({ searchPath: folder })
  const file = await photo()
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({
    kind: 'tool',
    problem: {
      code: 'exiftool-missing',
      what: 'ExifTool cannot be started: perl is missing or incomplete.',
      isRetried: true,
    },
  })
  await symlink('/usr/bin/perl', path.join(folder, 'perl'))
  expect(await makeOf(reader, file)).toBe('Canon')
})

test('perl that vanishes while Sluice runs is told of, and found again', async () => {
  const folder = await temporaryFolder()
  const perl = path.join(folder, 'perl')
  await symlink('/usr/bin/perl', perl)
  const { reader } = readerForTest({ searchPath: folder, idleMs: 200 })
  const file = await photo()
  expect(await makeOf(reader, file)).toBe('Canon')
  await until(async () => (await reader.pids()).length === 0, 'the process ended')
  await rm(perl)
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({ problem: { code: 'exiftool-missing' } })
  await symlink('/usr/bin/perl', perl)
  expect(await makeOf(reader, file)).toBe('Canon')
})

test('what is being read when Sluice stops is given up', async () => {
  const { reader } = readerForTest()
  const file = await photo()
  expect(await makeOf(reader, file)).toBe('Canon')
  await freeze(reader)
  const given = failureOf(reader.read(file, NEVER))
  await reader.close()
  expect(await given).toMatchObject({ problem: { code: 'exiftool-closed', isRetried: true } })
})

test('a perl that cannot run it is told of, and so is a program that is not there', async () => {
  const folder = await temporaryFolder()
  const perl = path.join(folder, 'perl')
  await writeFile(perl, '#!/bin/sh\nexit 2\n')
  await chmod(perl, 0o755)
  const file = await photo()
  const broken = readerForTest({ searchPath: folder })
  expect(await failureOf(broken.reader.read(file, NEVER))).toMatchObject({
    problem: { code: 'exiftool-missing' },
  })
  const absent = readerForTest({ exiftoolPath: path.join(folder, 'exiftool') })
  expect(await failureOf(absent.reader.read(file, NEVER))).toMatchObject({
    problem: { code: 'exiftool-missing' },
  })
})

test('ExifTool ends when the process that started it is killed', async () => {
  const folder = await temporaryFolder()
  const file = await photo()
  const source = path.resolve('electron/engine/metadata/exiftool.ts')
  const script = `
    import { MetadataReader } from ${JSON.stringify(source)}
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const reader = new MetadataReader({ log, workDir: ${JSON.stringify(folder)} })
    await reader.read(${JSON.stringify(file)}, new AbortController().signal)
    console.log((await reader.pids()).join())
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  const printed: unknown[] = await once(child.stdout, 'data')
  const pid = Number(printed[0])
  expect(isRunning(pid)).toBe(true)
  child.kill('SIGKILL')
  await until(() => !isRunning(pid), 'ExifTool ended too')
})

test('what a dead process left in the work folder is swept, and nothing else', async () => {
  const folder = await temporaryFolder()
  await sweepWorkDir(path.join(folder, 'not there'))
  await mkdir(path.join(folder, 'meta-abc123'))
  await writeFile(path.join(folder, 'meta-abc123', 'derived.xmp'), 'x')
  await writeFile(path.join(folder, 'meta-large'), 'x')
  await writeFile(path.join(folder, 'exiftool-config.pl'), '1;')
  await sweepWorkDir(folder)
  expect(await readdir(folder)).toEqual(['exiftool-config.pl'])
  const reader = new MetadataReader({ log: QUIET_LOG, workDir: path.join(folder, 'made', 'when needed') })
  expect(await makeOf(reader, await photo())).toBe('Canon')
  await reader.close()
})

test('a work folder that cannot be written to is told of; no sidecar is sent without what the file holds', async () => {
  const folder = await temporaryFolder()
  const file = await photo()
  const blocked = path.join(folder, 'a file')
  await writeFile(blocked, '')
  const { reader } = readerForTest({ workDir: path.join(blocked, 'work') })
  const problem = { code: 'metadata-work-folder', isRetried: true }
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({ kind: 'tool', problem })

  // Answers every command as ExifTool does when the disk is full.
  const full = path.join(folder, 'exiftool')
  await writeFile(
    full,
    `$| = 1; while (<STDIN>) {
      print "13.0\\n{ready}\\n" if /^-ver/; print if s/^(?=sluice )//;
      if (/^-tagsFromFile/) { print STDERR "Error: Error writing derived.xmp\\n"; $said = 1 }
      if (/^-execute/ && $said) { print "{ready}\\n"; $said = 0 } }\n`,
  )
  const writer = readerForTest({ exiftoolPath: full })
  expect(await failureOf(writer.reader.deriveXmp(file, NEVER))).toMatchObject({
    kind: 'tool',
    problem: { ...problem, detail: 'Error: Error writing derived.xmp' },
  })
})

test('a work folder that somebody clears or removes is made anew', async () => {
  const { reader, workDir } = readerForTest({ idleMs: 200 })
  const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
  await writeMetadata(file, '-XMP-dc:Title=embedded')
  for (const gone of [path.join(workDir, 'exiftool-config.pl'), workDir]) {
    expect((await reader.read(file, NEVER)).packets).toHaveLength(1)
    await until(async () => (await reader.pids()).length === 0, 'the process ended')
    await rm(gone, { recursive: true })
  }
  expect((await reader.read(file, NEVER)).packets).toHaveLength(1)
})

test('no embedded XMP is overlooked when the configuration of ExifTool is damaged', async () => {
  const { reader, workDir } = readerForTest({ idleMs: 200 })
  const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
  await writeMetadata(file, '-XMP-dc:Title=embedded')
  await reader.read(file, NEVER)
  await until(async () => (await reader.pids()).length === 0, 'the process ended')
  await writeFile(path.join(workDir, 'exiftool-config.pl'), '1;')
  expect(await failureOf(reader.read(file, NEVER))).toMatchObject({
    problem: { code: 'metadata-work-folder', isRetried: true },
  })
})
