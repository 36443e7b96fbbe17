import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startFotowareServer } from '../servers/fotoware/server.ts'
import { type SluiceProcess, sluice, startSluice } from '../support/sluice-process.ts'
import { until } from '../support/until.ts'

/** «nobody»: for root no file is unreadable, so that Sluice runs as somebody else. */
const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0

async function places() {
  const dir = await mkdtemp('/tmp/sluice-unreadable-')
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const server = await startFotowareServer({ storeDir: path.join(dir, 'store') })
  onTestFinished(() => server.close())
  const hot = path.join(dir, 'hot')
  await mkdir(hot)
  const config = path.join(dir, 'config.json')
  const archive = { name: 'archive', kind: 'fotoware', url: server.url, auth: { method: 'none' } }
  const text = {
    destinations: [{ ...archive, collection: '/fotoweb/archives/5000-Photos/' }],
    folders: [{ name: 'hot', path: hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }],
  }
  await writeFile(config, JSON.stringify(text))
  await chmod(dir, 0o755)
  if (IS_ROOT) for (const place of [dir, hot]) await chown(place, NOBODY, NOBODY)
  const args = ['--data', path.join(dir, 'data'), '--config', config]
  const run = (...more: string[]): SluiceProcess => {
    const started = startSluice([...more, ...args, '--json'], IS_ROOT ? { uid: NOBODY } : {})
    onTestFinished(() => started.kill('SIGKILL'))
    return started
  }
  return { server, hot, args, run }
}

function seen(run: SluiceProcess, event: string, name: string): boolean {
  return run.lines.some((line) => line.event === event && line.path === name)
}

test('an unreadable file fails with the remedy, the line goes on, and retry sends it once it can be read', async () => {
  const { server, hot, args, run } = await places()
  await writeFile(path.join(hot, 'secret.jpg'), 'secret', { mode: 0o000 })
  await writeFile(path.join(hot, 'open.jpg'), 'open')
  const running = run('run')
  await until(() => seen(running, 'failed', 'secret.jpg'), 'it is told')
  await until(() => seen(running, 'done', 'open.jpg'), 'the line goes on')
  const failed = running.lines.find(({ event }) => event === 'failed')
  expect(failed).toMatchObject({
    problem: {
      code: 'file-unreadable',
      what: 'secret.jpg cannot be read.',
      remedy: 'Give the user who runs Sluice permission to read it, then retry the job.',
    },
  })
  await chmod(path.join(hot, 'secret.jpg'), 0o644)
  expect((await sluice('retry', '--failed', ...args)).code).toBe(0)
  await until(() => seen(running, 'done', 'secret.jpg'), 'it is delivered')
  expect(server.assets()).toHaveLength(2)
  running.kill('SIGTERM')
  expect(await running.ended).toBe(0)
})

test('an unreadable sub-folder is told, what was delivered from it stays known, and it is taken once it opens', async () => {
  const { server, hot, args, run } = await places()
  await mkdir(path.join(hot, 'sub'))
  await writeFile(path.join(hot, 'sub/before.jpg'), 'before')
  const first = run('run', '--once')
  expect(await first.ended, first.stderr).toBe(0)
  await writeFile(path.join(hot, 'sub/later.jpg'), 'later')
  await chmod(path.join(hot, 'sub'), 0o000)
  const second = run('run')
  await until(
    async () =>
      JSON.stringify((await sluice('status', '--json', ...args)).lines).includes('cannot be read (EACCES)'),
    'status tells the sub-folder',
  )
  const { lines } = await sluice('audit', 'hot', '--json', ...args)
  expect(lines.find(({ path: name }) => name === 'sub/')).toMatchObject({ state: 'failed' })
  await chmod(path.join(hot, 'sub'), 0o755)
  await until(() => seen(second, 'done', 'sub/later.jpg'), 'the new one is taken')
  expect(server.assets().map(({ filename }) => filename)).toEqual(['before.jpg', 'later.jpg'])
  second.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})

test('a folder that can be entered but not listed is away, and is asked again calmly', async () => {
  const { hot, args, run } = await places()
  await writeFile(path.join(hot, 'a.jpg'), 'a')
  expect(await run('run', '--once').ended).toBe(0)
  await chmod(hot, 0o311)
  const running = run('run')
  const state = async (): Promise<unknown> =>
    (await sluice('status', '--json', ...args)).lines[0]?.['folders']
  await until(async () => JSON.stringify(await state()).includes('"away"'), 'status says that it is away')
  const cpuBefore = await cpuMs(running.pid)
  await until(async () => JSON.stringify(await state()).includes('"away"'), 'it stays so')
  expect((await cpuMs(running.pid)) - cpuBefore).toBeLessThan(2000)
  await chmod(hot, 0o755)
  await writeFile(path.join(hot, 'b.jpg'), 'b')
  await until(() => seen(running, 'done', 'b.jpg'), 'it goes on by itself', 30_000)
})

/** Processor time so far: proc(5), utime and stime in ticks of 10 ms. */
async function cpuMs(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
