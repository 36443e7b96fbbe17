import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, rm, stat } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { useBrowser } from './browser.ts'
import { REBOUND_HOST } from './chromium.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()

const sections = (page: Page) => page.getByRole('navigation', { name: en.shell.navigation })

describe('the printed address', () => {
  test('opens the window, and the token is nowhere to be seen afterwards', async () => {
    const place = await WindowPlace.start()
    expect((await readFile(place.tokenFile, 'utf8')).trim()).toBe(place.token)
    expect((await stat(place.tokenFile)).mode & 0o777).toBe(0o600)
    const page = await browser.signedIn(place.url)
    await sections(page).waitFor()
    expect(page.url()).toBe(`${place.origin}/`)
    expect(await page.evaluate('document.cookie + document.referrer')).toBe('')
    await page.goBack()
    expect(page.url()).not.toContain(place.token)
  })

  test('is the same after a restart, and the browser stays signed in', async () => {
    const place = await WindowPlace.start()
    const { url } = place
    const page = await browser.signedIn(url)
    await sections(page).waitFor()
    expect(await place.end('SIGTERM')).toBe(0)
    await place.start()
    expect(place.url).toBe(url)
    await page.goto(place.origin)
    await sections(page).waitFor()
  })

  test('opens nothing any more when the token file was thrown away', async () => {
    const place = await WindowPlace.start()
    const { url } = place
    const visitor = await browser.visitor()
    const page = await visitor.newPage()
    await page.goto(url)
    await sections(page).waitFor()
    await place.end('SIGTERM')
    await rm(place.tokenFile)
    await place.start()
    expect(place.url).not.toBe(url)
    for (const address of [url, place.origin]) expect((await page.goto(address))?.status()).toBe(401)
  })
})

test.each([
  ['nothing', (place: WindowPlace) => place.origin, 401, 'opens with a token'],
  [
    'a wrong token',
    (place: WindowPlace) => `${place.origin}/?token=${'x'.repeat(43)}`,
    401,
    'not the right one',
  ],
  [
    'a name that was bent to this computer',
    (place: WindowPlace) => place.url.replace('127.0.0.1', REBOUND_HOST),
    403,
    'not known under the name',
  ],
])('with %s there is a page that says what to do', async (_what, address, status, words) => {
  const place = await WindowPlace.start()
  const page = await (await browser.visitor()).newPage()
  const answer = await page.goto(address(place))
  expect(answer?.status()).toBe(status)
  await page.getByRole('heading', { name: words }).waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
})

/** What a page of somebody else can try. Each ends with what it got. */
const TRIES = `async (target) => {
  const post = (headers, mode) =>
    fetch(target + '/api/engine.pause', { method: 'POST', body: '{"input":{}}', credentials: 'include', headers, mode })
      .then(async (answer) => answer.type === 'opaque' ? 'sent' : await answer.text(), () => 'refused')
  const loaded = (element) => new Promise((resolve) => {
    element.onload = () => resolve('loaded')
    element.onerror = () => resolve('refused')
    element.src = target + '/icon.svg'
    document.body.append(element)
  })
  const stream = () => new Promise((resolve) => {
    const source = new EventSource(target + '/api/events', { withCredentials: true })
    source.onopen = () => resolve('open')
    source.onerror = () => { source.close(); resolve('refused') }
  })
  const frame = () => new Promise((resolve) => {
    const element = document.createElement('iframe')
    element.onload = () => {
      try { resolve(element.contentDocument.body.textContent) } catch { resolve('refused') }
    }
    element.src = target + '/'
    document.body.append(element)
  })
  return {
    json: await post({ 'content-type': 'application/json' }, 'cors'),
    plain: await post({ 'content-type': 'text/plain' }, 'no-cors'),
    image: await loaded(new Image()),
    script: await loaded(document.createElement('script')),
    stream: await stream(),
    frame: await frame(),
  }
}`

test('a page of somebody else in the same browser gets nothing and does nothing', async () => {
  const place = await WindowPlace.start()
  const foreign = http.createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title><body>')
  })
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    foreign.close()
    foreign.closeAllConnections()
  })
  const { port } = foreign.address() as AddressInfo
  const visitor = await browser.visitor()
  const own = await visitor.newPage()
  await own.goto(place.url)
  await sections(own).waitFor()
  // The same host at another port is the same site for cookies; another name is not.
  for (const host of ['127.0.0.1', REBOUND_HOST]) {
    const page = await visitor.newPage()
    await page.goto(`http://${host}:${port}/`)
    const got = await page.evaluate(`(${TRIES})(${JSON.stringify(place.origin)})`)
    expect(got).toEqual({
      json: 'refused',
      plain: 'refused',
      image: 'refused',
      script: 'refused',
      stream: 'refused',
      frame: 'refused',
    })
  }
  expect((await place.status()).isPaused).toBe(false)
  expect(place.stderr).toContain('A page of somebody else tried to speak with the window')
})
