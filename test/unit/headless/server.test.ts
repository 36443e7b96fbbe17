import net from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serveWindow } from '../../../electron/headless/server.ts'
import { SmallEngine } from '../control/small-engine.ts'
import { servedWindow, TOKEN } from './served-window.ts'

describe('sign-in', () => {
  test('the token becomes a cookie and leaves the address', async () => {
    const { ask, server } = await servedWindow()
    const { status, headers } = await ask(`/?token=${TOKEN}`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(new RegExp(`^sluice-${server.port}=[\\w-]{43};`))
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part)
    expect(cookie).not.toContain(TOKEN)
    const page = await ask('/', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Sluice') as unknown })
  })

  test('behind a proxy with HTTPS the cookie stays on HTTPS', async () => {
    const { ask } = await servedWindow()
    const { headers } = await ask(`/?token=${TOKEN}`, { headers: { 'x-forwarded-proto': 'https' } })
    expect(headers['set-cookie']?.[0]).toContain('; Secure')
    expect((await ask(`/?token=${TOKEN}`)).headers['set-cookie']?.[0]).not.toContain('Secure')
  })

  test.each([
    '//',
    `//127.0.0.1/?token=${TOKEN}`,
    `//[/?token=${TOKEN}`,
    `/.?token=${TOKEN}`,
    '/index.html?',
  ])('%s is no way in', async (at) => {
    const { ask } = await servedWindow()
    expect((await ask(at)).status).toBe(401)
  })

  test('without it nothing is shown, and the page says what to do', async () => {
    const { ask } = await servedWindow()
    for (const at of ['/', '/assets/index-abc.js', '/icon.svg', '/nowhere', '/api/events']) {
      const { status, body } = await ask(at)
      expect([at, status]).toEqual([at, 401])
      expect(body).toContain('Open the address that Sluice printed')
    }
  })

  test('the page that says so is in the language of the browser', async () => {
    const { ask } = await servedWindow()
    const { body } = await ask('/', { headers: { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' } })
    expect(body).toContain('<html lang="de">')
    expect(body).toContain('Dieses Fenster öffnet sich mit einem')
    expect(body).toContain('>Das Fenster öffnen</a>')
  })

  test.each(['', 'wrong', `${TOKEN}x`, TOKEN.toLowerCase()])('«%s» is no token', async (token) => {
    const { ask, refused } = await servedWindow()
    const { status, headers } = await ask(`/?token=${token}`)
    expect(status).toBe(401)
    expect(headers['set-cookie']).toBeUndefined()
    expect((await ask('/', { headers: { authorization: `Bearer ${token || 'none'}` } })).status).toBe(401)
    expect(refused).toEqual(['wrong-token', 'wrong-token'])
  })

  test('a token opens nothing but the window itself', async () => {
    const { ask } = await servedWindow()
    expect((await ask(`/assets/index-abc.js?token=${TOKEN}`)).status).toBe(401)
    expect((await ask(`/api/engine.status?token=${TOKEN}`, { method: 'POST' })).status).toBe(403)
    expect((await ask(`/`, { headers: { cookie: `sluice=${TOKEN}` } })).status).toBe(401)
  })

  test('whoever tries on is slowed down, and the right token still opens at once', async () => {
    const { ask } = await servedWindow()
    for (let n = 0; n < 5; n++) await ask('/?token=wrong')
    const before = performance.now()
    const slow = ask('/?token=wrong')
    expect((await ask(`/?token=${TOKEN}`)).status).toBe(303)
    expect((await slow).status).toBe(401)
    expect(performance.now() - before).toBeGreaterThan(200)
  })
})

describe('who asks', () => {
  test.each(['evil.example', 'evil.example:7420', '127.0.0.1', '127.0.0.1:1'])(
    'Host %s is not served, whatever comes with it',
    async (host) => {
      const { ask, signIn } = await servedWindow()
      const cookie = await signIn()
      expect((await ask('/', { headers: { host, cookie } })).status).toBe(403)
      expect((await ask(`/?token=${TOKEN}`, { headers: { host } })).status).toBe(403)
      expect((await ask('/', { headers: { host, authorization: `Bearer ${TOKEN}` } })).status).toBe(403)
    },
  )

  test('a name that was given is served, with the scheme of the proxy', async () => {
    const { ask, signIn } = await servedWindow({ names: ['sluice.example.org'] })
    const cookie = await signIn()
    const headers = { host: 'sluice.example.org', cookie, 'content-type': 'application/json' }
    const asked = { method: 'POST', body: '{"input":{}}' }
    const origin = 'https://sluice.example.org'
    expect((await ask('/api/engine.status', { ...asked, headers: { ...headers, origin } })).status).toBe(200)
    const other = 'https://evil.example.org'
    expect(
      (await ask('/api/engine.status', { ...asked, headers: { ...headers, origin: other } })).status,
    ).toBe(403)
  })

  test.each([
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:1' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'self' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'self' }, 403],
    [{}, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 403],
    [{ origin: 'self' }, 200],
    [{ origin: 'self', 'sec-fetch-site': 'same-origin' }, 200],
  ])('a request with a cookie and %j: %i', async (given, status) => {
    const { ask, signIn, server } = await servedWindow()
    const cookie = await signIn()
    const own = `http://127.0.0.1:${server.port}`
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value === 'self' ? own : value]),
    )
    const answer = await ask('/api/engine.status', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: '{"input":{}}',
    })
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('a program with the token needs neither cookie nor origin', async () => {
    const { ask } = await servedWindow()
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const answer = await ask('/api/engine.status', { method: 'POST', headers, body: '{"input":{}}' })
    expect(JSON.parse(answer.body)).toMatchObject({ output: { isRunning: true } })
  })

  test('a link from elsewhere may lead to the window, and to nothing else', async () => {
    const { ask, signIn } = await servedWindow()
    const cookie = await signIn()
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    expect((await ask('/', { headers: { cookie, ...link } })).status).toBe(200)
    expect((await ask('/', { headers: link })).body).toContain('<a href="/">Open the window</a>')
    expect((await ask('/', { headers: { cookie, ...link, 'sec-fetch-dest': 'iframe' } })).status).toBe(403)
    expect((await ask('/icon.svg', { headers: { cookie, ...link } })).status).toBe(403)
    const image = {
      cookie,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'image',
    }
    expect((await ask('/icon.svg', { headers: image })).status).toBe(403)
  })

  test('a page of somebody else is not asked what it would like to send', async () => {
    const { ask, signIn } = await servedWindow()
    const cookie = await signIn()
    const headers = { cookie, origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    const answer = await ask('/api/engine.pause', { method: 'OPTIONS', headers })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('who holds on', () => {
  function connected(port: number): Promise<net.Socket> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        resolve(socket)
      })
      socket.once('error', reject)
      onTestFinished(() => {
        socket.destroy()
      })
    })
  }

  test('a refused request ends, whether its body has come or not', async () => {
    const { server } = await servedWindow()
    const socket = await connected(server.port)
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const head = [
      'POST /api/engine.pause HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Content-Length: 1000000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n{`)
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('more connections than windows can need are not taken', async () => {
    const { server } = await servedWindow()
    const taken = await Promise.all(Array.from({ length: 256 }, () => connected(server.port)))
    const one = await connected(server.port)
    await new Promise((resolve) => one.once('close', resolve))
    expect(taken.every((socket) => !socket.closed)).toBe(true)
  })
})

describe('what is sent', () => {
  test('every answer carries the content policy, refusals and nonsense too', async () => {
    const { ask, signIn } = await servedWindow()
    const cookie = await signIn()
    const answers = await Promise.all([
      ask('/', { headers: { cookie } }),
      ask('/nowhere', { headers: { cookie } }),
      ask('/'),
      ask('/%'),
      ask('/', { headers: { host: 'evil.example' } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 400, 403])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/)
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as unknown,
      })
    }
  })

  test('files that are named after their content are kept, the page never', async () => {
    const { ask, signIn } = await servedWindow()
    const cookie = await signIn()
    const kept = async (at: string): Promise<string | undefined> =>
      (await ask(at, { headers: { cookie } })).headers['cache-control']
    expect(await kept('/')).toBe('no-store')
    expect(await kept('/index.html')).toBe('no-store')
    expect(await kept('/assets/index-abc.js')).toBe('private, max-age=31536000, immutable')
    expect(await kept('/icon.svg')).toBe('no-cache')
  })

  test.each(['/.hidden', '/../package.json', '/%2e%2e/package.json', '/assets/../../x', '/assets'])(
    '%s is not served',
    async (at) => {
      const { ask, signIn } = await servedWindow()
      expect((await ask(at, { headers: { cookie: await signIn() } })).status).toBeGreaterThanOrEqual(400)
    },
  )
})

describe('requests of the contract', () => {
  test('are answered, or end with a problem in words', async () => {
    const { call, signIn, engine } = await servedWindow()
    const cookie = await signIn()
    const answer = async (name: string, input: unknown): Promise<unknown> =>
      JSON.parse((await call(name, input, cookie)).body)
    expect(await answer('engine.pause', { folder: 'hot' })).toEqual({ output: {} })
    expect(engine.asked).toEqual([{ name: 'engine.pause', input: { folder: 'hot' } }])
    expect(await answer('jobs.cancel', { ids: ['x'] })).toMatchObject({ problem: { code: 'bad-request' } })
    expect(await answer('constructor', {})).toMatchObject({ problem: { code: 'bad-request' } })
    expect(await answer('engine.rates', {})).toMatchObject({ problem: { code: 'internal' } })
  })

  test('what is no JSON, or too much of it, is refused in words', async () => {
    const { ask } = await servedWindow()
    const post = (body: string, type = 'application/json') =>
      ask('/api/config.save', {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type },
        body,
      })
    expect(await post('{')).toMatchObject({
      status: 400,
      body: expect.stringContaining('makes no sense') as unknown,
    })
    expect(await post('[]')).toMatchObject({ body: expect.stringContaining('makes no sense') as unknown })
    expect((await post('{"input":{}}', 'text/plain')).status).toBe(415)
    expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415)
    const large = JSON.stringify({ input: 'x'.repeat(8 * 1024 * 1024) })
    expect(await post(large)).toMatchObject({
      status: 413,
      body: expect.stringContaining('more than') as unknown,
    })
  })
})

describe('the port', () => {
  const files = { source: new SmallEngine(), filesDir: '/', token: TOKEN }

  async function taken<T>(work: (port: number) => Promise<T>): Promise<T> {
    const other = net.createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const bound = other.address()
    try {
      return await work(bound !== null && typeof bound === 'object' ? bound.port : 0)
    } finally {
      other.close()
    }
  }

  test('gives way to the next one when nobody asked for it', async () => {
    await taken(async (port) => {
      const server = await serveWindow({ ...files, address: { host: '127.0.0.1', port, isPortGiven: false } })
      expect(server.port).toBeGreaterThan(port)
      await server.close()
    })
  })

  test('that was asked for is used or nothing', async () => {
    await taken(async (port) => {
      const address = { host: '127.0.0.1', port, isPortGiven: true }
      await expect(serveWindow({ ...files, address })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    })
  })
})
