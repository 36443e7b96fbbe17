import http from 'node:http'
import net from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  listenForRedirect,
  type LoopbackRedirect,
} from '../../../electron/engine/destinations/loopback-redirect.ts'
import { say } from '../../../shared/phrase.ts'
import { freePort, open } from '../../destinations/sign-in-person.ts'

const STATE = 'state-of-this-sign-in'

interface Place {
  redirect: LoopbackRedirect
  port: number
  answers: string[]
  let: PromiseWithResolvers<null>
}

async function listening(path = '/callback'): Promise<Place> {
  const port = await freePort()
  const answers: string[] = []
  const hold = Promise.withResolvers<null>()
  hold.resolve(null)
  const place = { port, answers, let: hold }
  const redirect = await listenForRedirect({
    ports: [port],
    path,
    state: STATE,
    onAnswer: async (parameters) => {
      answers.push(parameters.toString())
      await place.let.promise
      return { status: 200, title: say`Sluice is signed in`, words: say`You can close "${'<b>&'}" window.` }
    },
  })
  if (redirect === null) throw new Error('the port was taken')
  onTestFinished(() => redirect.close())
  return Object.assign(place, { redirect })
}

/** As `fetch`, with headers that it does not allow. */
function raw(port: number, path: string, options: http.RequestOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end()
  })
}

function taker(port: number, host = '127.0.0.1'): Promise<net.Server> {
  const server = net.createServer()
  onTestFinished(
    () =>
      new Promise((resolve) =>
        server.close(() => {
          resolve()
        }),
      ),
  )
  return new Promise((resolve) =>
    server.listen(port, host, () => {
      resolve(server)
    }),
  )
}

test('the answer is handed over once, shown as a page without scripts, and nobody listens afterwards', async () => {
  const { redirect, answers, port } = await listening()
  expect(redirect.uri).toBe(`http://127.0.0.1:${String(port)}/callback`)
  const page = await open(`${redirect.uri}?code=a%20b&state=${STATE}`)
  expect(answers).toEqual([`code=a+b&state=${STATE}`])
  expect(page.status).toBe(200)
  expect(page.text).toContain('<html lang="en">')
  expect(page.text).toContain('You can close &quot;&lt;b&gt;&amp;&quot; window.')
  expect(page.text).not.toMatch(/<script|<form|https?:/)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  await redirect.close()
  await expect(open(redirect.uri)).rejects.toThrow()
})

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Sluice ist angemeldet'],
  ['fr-FR,fr;q=0.9,en;q=0.7,de;q=0.5', 'en', 'Sluice is signed in'],
  ['ja', 'en', 'Sluice is signed in'],
])('a browser that asks for %s gets the page in %s', async (accepted, name, title) => {
  const { redirect } = await listening()
  const page = await open(`${redirect.uri}?code=a&state=${STATE}`, {
    headers: { 'accept-language': accepted },
  })
  expect(page.text).toContain(`<html lang="${name}">`)
  expect(page.text).toContain(`<h1>${title}</h1>`)
})

describe('is told off and changes nothing:', () => {
  test.each([
    ['another path', '/other', 404],
    ['a longer path', '/callback/', 404],
    ['the path in another form', '//callback', 404],
    ['the path in other letters', '/Callback', 404],
    ['an encoded path', '/%63allback', 404],
    ['a path with a dot', '/./callback', 404],
  ])('%s', async (_what, path, status) => {
    const { port, answers } = await listening()
    expect(await raw(port, `${path}?code=x&state=${STATE}`)).toBe(status)
    expect(answers).toEqual([])
  })

  test.each([
    ['no state', 'code=x'],
    ['an empty state', 'code=x&state='],
    ['another state', 'code=x&state=state-of-this-sign-iN'],
    ['the beginning of the state', `code=x&state=${STATE.slice(0, -1)}`],
    ['a longer state', `code=x&state=${STATE}x`],
    ['two states', `code=x&state=${STATE}&state=${STATE}`],
    ['an error without state', 'error=access_denied'],
  ])('%s', async (_what, query) => {
    const { redirect, answers } = await listening()
    const page = await open(`${redirect.uri}?${query}`)
    expect([page.status, answers]).toEqual([400, []])
    expect((await open(`${redirect.uri}?code=x&state=${STATE}`)).status).toBe(200)
    expect(answers).toHaveLength(1)
  })

  test.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('%s', async (method) => {
    const { port, answers } = await listening()
    expect(await raw(port, `/callback?code=x&state=${STATE}`, { method })).toBe(404)
    expect(answers).toEqual([])
  })

  test('a web page that reaches the port by a name of its own', async () => {
    const { port, answers } = await listening()
    for (const host of [`evil.example:${String(port)}`, `localhost:${String(port)}`, '127.0.0.1'])
      expect(await raw(port, `/callback?code=x&state=${STATE}`, { headers: { host } })).toBe(404)
    expect(answers).toEqual([])
  })
})

test('a second answer while the first is being dealt with is too late', async () => {
  const place = await listening()
  place.let = Promise.withResolvers()
  const first = open(`${place.redirect.uri}?code=1&state=${STATE}`)
  await expect.poll(() => place.answers.length).toBe(1)
  expect((await open(`${place.redirect.uri}?code=2&state=${STATE}`)).status).toBe(410)
  place.let.resolve(null)
  expect((await first).status).toBe(200)
  expect(place.answers).toEqual([`code=1&state=${STATE}`])
})

test('whoever ends it while an answer is being dealt with still lets the page be shown', async () => {
  const place = await listening()
  place.let = Promise.withResolvers()
  const page = open(`${place.redirect.uri}?code=1&state=${STATE}`)
  await expect.poll(() => place.answers.length).toBe(1)
  const closed = place.redirect.close()
  place.let.resolve(null)
  expect((await page).text).toContain('You can close')
  await closed
})

test('a browser that goes away before the page is there holds nothing up', async () => {
  const place = await listening()
  place.let = Promise.withResolvers()
  const abort = new AbortController()
  const page = open(`${place.redirect.uri}?code=1&state=${STATE}`, { signal: abort.signal })
  await expect.poll(() => place.answers.length).toBe(1)
  abort.abort()
  await expect(page).rejects.toThrow()
  place.let.resolve(null)
  await place.redirect.close()
})

test('a connection that says nothing does not keep the port', async () => {
  const { port, redirect } = await listening()
  const socket = net.connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.on('error', () => undefined)
  await redirect.close()
  const again = await taker(port)
  expect(again.listening).toBe(true)
})

test('the next port is used when one is taken, and null tells that all are', async () => {
  const [first, second] = [await freePort(), await freePort()]
  await taker(first)
  const options = {
    path: '/x',
    state: STATE,
    onAnswer: () => Promise.resolve({ status: 200, title: say`x`, words: say`y` }),
  }
  const redirect = await listenForRedirect({ ...options, ports: [first, second] })
  onTestFinished(async () => redirect?.close())
  expect(redirect?.uri).toBe(`http://127.0.0.1:${String(second)}/x`)
  expect(await listenForRedirect({ ...options, ports: [first, second] })).toBeNull()
  await redirect?.close()
  const again = await listenForRedirect({ ...options, ports: [first, second] })
  expect(again?.uri).toBe(`http://127.0.0.1:${String(second)}/x`)
  await again?.close()
})

test.runIf(process.platform === 'linux')('nothing listens on other addresses of this computer', async () => {
  const { port } = await listening()
  // The same port is free on the other loopback address.
  expect((await taker(port, '127.0.0.2')).listening).toBe(true)
})
