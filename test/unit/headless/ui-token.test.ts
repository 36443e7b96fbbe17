import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cookieValue, isSame, uiToken } from '../../../electron/headless/ui-token.ts'
import { WrongTokens } from '../../../electron/headless/wrong-tokens.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a token of 256 bits is made once, for its owner alone, and kept', async () => {
  const folder = await temporaryFolder()
  const first = await uiToken(folder)
  expect(Buffer.from(first.value, 'base64url')).toHaveLength(32)
  expect(first.file).toBe(path.join(folder, 'ui-token'))
  expect((await stat(first.file)).mode & 0o777).toBe(0o600)
  expect((await readFile(first.file, 'utf8')).trim()).toBe(first.value)
  expect(await uiToken(folder)).toEqual(first)
  expect((await uiToken(await temporaryFolder())).value).not.toBe(first.value)
})

test('a token that others could read opens nothing any more', async () => {
  const folder = await temporaryFolder()
  const first = await uiToken(folder)
  await chmod(first.file, 0o644)
  const second = await uiToken(folder)
  expect(second.isReplaced).toBe(true)
  expect(second.value).not.toBe(first.value)
  expect((await stat(second.file)).mode & 0o777).toBe(0o600)
})

test.each(['', 'short', 'x'.repeat(44)])('a file with «%s» is made anew', async (text) => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder, 'ui-token'), text, { mode: 0o600 })
  expect((await uiToken(folder)).value).toMatch(/^[\w-]{43}$/)
})

test('without a place for it the file is named', async () => {
  const folder = path.join(await temporaryFolder(), 'file')
  await writeFile(folder, '')
  await expect(uiToken(folder)).rejects.toThrow(path.join(folder, 'ui-token'))
})

test('the cookie does not tell the token, and is another one at each port', () => {
  const cookie = cookieValue('token', 7420)
  expect(cookie).not.toContain('token')
  expect(cookieValue('token', 7421)).not.toBe(cookie)
  expect(cookieValue('token', 7420)).toBe(cookie)
  expect(isSame('token', 'token')).toBe(true)
  expect(isSame('', 'token')).toBe(false)
  expect(isSame('tokem', 'token')).toBe(false)
})

test('five wrong tokens a minute are human, then each waits longer, and not too many wait at once', async () => {
  const clock = new FakeClock()
  const wrong = new WrongTokens(clock)
  for (let n = 0; n < 5; n++) expect(await wrong.wrong()).toBe(true)
  const held = Array.from({ length: 32 }, () => wrong.wrong())
  expect(clock.timers).toBe(32)
  expect(await wrong.wrong()).toBe(false)
  await clock.advance(250)
  expect(clock.timers).toBe(31)
  await clock.advance(4000)
  expect(clock.timers).toBe(0)
  expect(await Promise.all(held)).toEqual(held.map(() => true))
  await clock.advance(60_000)
  expect(await wrong.wrong()).toBe(true)
  expect(clock.timers).toBe(0)
})
