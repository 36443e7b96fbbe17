import { inspect } from 'node:util'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { attempt, deliver, uploadFailure } from '../attempt.ts'
import { ADMIN, faceShipment, startBasipBench } from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { md5 } from '../../servers/basip/test-client.ts'

const NEVER = new AbortController().signal

describe('signing in', () => {
  test('one sign-in serves many; a token that ends is renewed once', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    await deliver(bench, await faceShipment('Ann.jpg'))
    await deliver(bench, await faceShipment('Ben.jpg'))
    expect(bench.signIns()).toBe(1)
    bench.endSessions()
    await deliver(bench, await faceShipment('Cleo.jpg'))
    expect(bench.signIns()).toBe(2)
  })

  test.each(['create', 'upload', 'item', 'list'] as const)('a token that ends before «%s»', async (on) => {
    const bench = await startBasipBench({ needsSignIn: true })
    bench.server.faults.add({ on, kind: 'status-401', times: 1 })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(bench.signIns()).toBe(2)
    expect(bench.server.identifiers()).toHaveLength(1)
  })

  test('a wrong password is tried once, and not again until it is another', async () => {
    let password = 'wrong'
    const bench = await startBasipBench({ needsSignIn: true, password: () => password })
    const shipment = await faceShipment('Jane Roe.jpg')
    for (let time = 0; time < 3; time++) {
      const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
      expect(error).toMatchObject({
        kind: 'unauthorized',
        problem: { code: 'sign-in-needed', detail: 'Wrong login or password', isRetried: false },
      })
    }
    expect(bench.signIns()).toBe(1)
    expect((await bench.destination.check(NEVER)).problem?.code).toBe('sign-in-needed')
    expect(bench.signIns()).toBe(2)
    password = ADMIN.password
    await deliver(bench, shipment)
    expect(bench.signIns()).toBe(3)
  })

  test.each(['refuse', 'refuse-200'] as const)(
    '«Log In» (%s) is the end of a session, whatever its status',
    async (kind) => {
      const bench = await startBasipBench({ needsSignIn: true })
      bench.server.faults.add({ on: 'upload', kind, text: 'Log In', times: 1 })
      await deliver(bench, await faceShipment('Jane Roe.jpg'))
      expect(bench.signIns()).toBe(2)
      expect(bench.server.identifiers()).toHaveLength(1)
    },
  )

  test('a wrong password that is told with status 200 is not tried again either', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    const text = 'Wrong login or password'
    const struck = bench.server.faults.add({ on: 'login', kind: 'refuse-200', text })
    const shipment = await faceShipment('Jane Roe.jpg')
    for (let time = 0; time < 2; time++)
      expect(await uploadFailure(attempt(bench, shipment, new MemoryJournal()))).toMatchObject({
        kind: 'unauthorized',
        problem: { detail: text },
      })
    expect(struck.hits).toBe(1)
  })

  test('401 for ever is a matter for a person, after one more sign-in', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    bench.server.faults.add({ on: 'list', kind: 'status-401' })
    const error = await uploadFailure(attempt(bench, await faceShipment('a.jpg'), new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'unauthorized', problem: { detail: 'Log In' } })
    expect(bench.signIns()).toBe(2)
  })

  test('a panel that wants a sign-in where none is configured says so', async () => {
    const bench = await startBasipBench({ panel: { accounts: [ADMIN] } })
    const error = await uploadFailure(attempt(bench, await faceShipment('a.jpg'), new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'unauthorized' })
    expect(error.problem.remedy).toContain('"auth"')
    expect(bench.signIns()).toBe(0)
  })

  test('an account that is no administrator stops the line, at once or later', async () => {
    const manager = { ...ADMIN, type: 'manager' }
    const bench = await startBasipBench({ needsSignIn: true, panel: { accounts: [manager] } })
    const work = attempt(bench, await faceShipment('a.jpg'), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({
      kind: 'destination',
      problem: { code: 'not-administrator', isRetried: false },
    })
    expect(bench.server.requests.map(({ operation }) => operation)).toEqual(['info', 'login'])
    const other = await startBasipBench({ needsSignIn: true })
    other.server.faults.add({ on: 'create', kind: 'status-403' })
    const later = attempt(other, await faceShipment('a.jpg'), new MemoryJournal())
    expect(await uploadFailure(later)).toMatchObject({
      kind: 'destination',
      problem: { code: 'not-administrator', detail: 'Administrator rights required' },
    })
  })

  test('a sign-in that fails for now blames neither the file nor the password', async () => {
    for (const kind of ['status-500', 'status-503', 'html', 'wrong-shape'] as const) {
      const bench = await startBasipBench({ needsSignIn: true })
      bench.strike('sign-in', { kind, times: 1 })
      const shipment = await faceShipment('Jane Roe.jpg')
      const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
      expect([kind, error.kind]).toEqual([kind, kind.startsWith('status') ? 'busy' : 'unexpected'])
      await deliver(bench, shipment)
    }
  })
})

test('neither password nor digest nor token nor a name stands in errors, logs or receipts', async () => {
  const secrets = [ADMIN.password, md5(ADMIN.password), 'Jane Roe']
  const told: unknown[] = []
  for (const on of ['login', 'list', 'create', 'upload', 'item'] as const) {
    for (const kind of [
      'reset-before',
      'status-401',
      'status-403',
      'status-404',
      'html',
      'wrong-shape',
    ] as const) {
      const bench = await startBasipBench({ needsSignIn: true })
      bench.server.faults.add({ on, kind })
      const shipment = await faceShipment('Jane Roe.jpg')
      const outcome: unknown = await attempt(bench, shipment, new MemoryJournal()).catch(
        (error: unknown) => error,
      )
      told.push(outcome, bench.logged, await bench.destination.check(NEVER))
    }
  }
  const bench = await startBasipBench({ needsSignIn: true })
  bench.server.addFace('Jane Roe')
  told.push(await deliver(bench, await faceShipment('Jane Roe.jpg')), bench.logged)
  const text = inspect(told, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null })
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(text).not.toMatch(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/)
  expect(text).not.toContain('Bearer')
}, 120_000)

describe('check', () => {
  test('everything in order', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    bench.server.addFace('Ann')
    const { words, account, problem } = await bench.destination.check(NEVER)
    expect(problem).toBeNull()
    expect(account).toBe('admin')
    expect(words.map(({ text }) => text)).toEqual([
      `${new URL(bench.tap.url).host} answers: AA-14FB, firmware 3.12.0 (API v1).`,
      'Signed in as an administrator.',
      'It knows one identifier.',
      'This model recognises faces.',
      'Pictures go in a part named «file»; if the panel cannot read the first one, «status» is tried.',
    ])
    expect(bench.server.requests.map(({ operation }) => operation)).toEqual(['info', 'login', 'list'])
  })

  test('a model without faces is a warning and no obstacle', async () => {
    const bench = await startBasipBench({ panel: { model: 'AV-07E' } })
    const { words, problem } = await bench.destination.check(NEVER)
    expect(problem).toBeNull()
    expect(words.map(({ text }) => text).join(' ')).toContain(
      'This model (AV-07E) may have no face recognition',
    )
  })

  test.each([
    ['no administrator', { accounts: [{ ...ADMIN, type: 'manager' }] }, 'not-administrator'],
    ['another password', { accounts: [{ ...ADMIN, password: 'x' }] }, 'sign-in-needed'],
  ])('%s', async (_what, panel, code) => {
    const bench = await startBasipBench({ needsSignIn: true, panel })
    expect((await bench.destination.check(NEVER)).problem?.code).toBe(code)
  })

  test('another device, a web page, nobody at all', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    bench.tap.script = () => ({ status: 404, body: '' })
    expect((await bench.destination.check(NEVER)).problem?.code).toBe('no-panel-api')
    bench.tap.script = () => ({ status: 200, body: '<!doctype html><title>Welcome to the hotel</title>' })
    expect((await bench.destination.check(NEVER)).problem?.what).toContain('web page')
    bench.tap.script = () => ({ status: 302, headers: { location: 'https://x.example/?token=SECRET' } })
    const moved = (await bench.destination.check(NEVER)).problem
    expect(JSON.stringify(moved)).not.toContain('SECRET')
    await bench.tap.close()
    expect((await bench.destination.check(NEVER)).problem?.code).toBe('refused-connection')
  })

  test('faces that open something else than the list says are told by line, and nobody by name', async () => {
    const people = path.join(await temporaryFolder(), 'people.csv')
    const write = (...lines: string[]) =>
      writeFile(people, ['file,name,type,lock,from,to', ...lines, ''].join('\n'))
    await write(
      'a.jpg,Ann,,,,',
      'b.jpg,Ben,guest,all,2026-03-01,2026-03-31',
      'c.jpg,Cleo,,,,',
      'd.jpg,Dan,,,,',
    )
    const bench = await startBasipBench({ config: { people } })
    for (let other = 0; other < 55; other++) bench.server.addFace(`Other ${other}`)
    for (const file of ['a', 'b', 'c']) await deliver(bench, await faceShipment(`${file}.jpg`))
    const problem = async () => (await bench.destination.check(NEVER)).problem
    expect(await problem()).toBeNull()
    await write('a.jpg,Ann,,second,,', 'b.jpg,Ben,guest,all,2026-03-01,2026-03-15', 'c.jpg,Cleo,,,,')
    const told = await problem()
    expect(told).toMatchObject({ code: 'rights-differ', isRetried: false })
    expect(told?.what).toBe('The panel lets people in otherwise than people.csv says: lines 2, 3.')
    expect(JSON.stringify(told)).not.toMatch(/Ann|Ben/)
    await deliver(bench, await faceShipment('b.jpg'))
    expect((await problem())?.what).toContain('says: line 2.')
  })

  test.each([
    [
      'replace',
      'Lines 2, 4 name the same person as another line: of their pictures, only the one that was sent last stays.',
    ],
    [
      'skip',
      'Lines 2, 4 name the same person as another line: of their pictures, only the one that was sent first is taken.',
    ],
    ['add', null],
  ] as const)('a name that stands in several lines is told («%s»)', async (onExisting, told) => {
    const people = path.join(await temporaryFolder(), 'people.csv')
    await writeFile(people, 'file,name\na.jpg,Ann\nb.jpg,Ben\nc.jpg,Ann\n')
    const bench = await startBasipBench({ config: { people, onExisting } })
    const { words, problem } = await bench.destination.check(NEVER)
    expect(problem).toBeNull()
    expect(words.at(-1)?.text).toBe(told ?? 'people.csv names the people on 3 pictures.')
  })

  test('the list of people is read, and its mistakes are told by line', async () => {
    const people = path.join(await temporaryFolder(), 'people.csv')
    await writeFile(people, 'file,name,lock\na.jpg,Ann,first\nb.jpg,Ben,third\n')
    const bench = await startBasipBench({ config: { people } })
    const { words, problem } = await bench.destination.check(NEVER)
    expect(words.at(-1)?.text).toBe('people.csv names the people on one picture.')
    expect(problem?.what).toContain('Line 3: «third» is no lock')
  })
})
