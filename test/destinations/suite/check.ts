import { expect, test } from 'vitest'
import type { BenchMaker } from '../bench.ts'

const NEVER = new AbortController().signal

/** The test of a destination that a person asks for: always words, never an exception. */
export function checkCases(maker: BenchMaker): void {
  test('check: everything in order', async () => {
    const bench = await maker.start({ needsSignIn: true })
    const { words, problem } = await bench.destination.check(NEVER)
    expect(problem).toBeNull()
    expect(words.length).toBeGreaterThan(0)
    for (const { text } of words) expect(text).toMatch(/^\S.*\.$/)
    expect(await bench.arrivals()).toEqual([])
  })

  test('tells of metadata fields if that is what it takes', async () => {
    const { destination } = await maker.start()
    expect(destination.abilities.metadata).toBe(maker.traits.metadata)
    expect(destination.fields !== null).toBe(destination.abilities.metadata === 'fields')
  })

  test('says what it can do', async () => {
    const { isResumable, hasBatches } = maker.traits
    const { destination } = await maker.start(hasBatches ? { batch: 3 } : {})
    expect(destination.abilities).toMatchObject({
      isPrivate: expect.any(Boolean) as boolean,
      resumable: isResumable,
    })
    expect(destination.abilities.batchMax).toBe(hasBatches ? 3 : 1)
    const { batchMax, group } = destination.abilities
    expect(destination.sendTogether !== null).toBe(batchMax > 1 || group !== null)
  })

  const { signedOut } = maker.traits
  test.skipIf(signedOut === null)('check: signing in fails', async () => {
    const bench = await maker.start({ needsSignIn: true })
    bench.strike('sign-in', { kind: signedOut ?? 'status-401' })
    expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code: 'sign-in-needed' })
  })

  test('check: nobody is there', async () => {
    const bench = await maker.start()
    await bench.tap.close()
    expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code: 'refused-connection' })
  })

  test('check: a web page answers', async () => {
    const bench = await maker.start()
    bench.tap.script = () => ({ status: 200, body: '<!doctype html><title>Welcome to the hotel</title>' })
    expect((await bench.destination.check(NEVER)).problem?.what).toContain('web page')
  })
}
