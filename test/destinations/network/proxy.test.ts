import { expect, onTestFinished, test } from 'vitest'
import { inspect } from 'node:util'
import { hasOpenssl, makeCertificates } from '../../support/certificates.ts'
import { type ProxyServer, startProxy } from '../../support/proxy-server.ts'
import { startTap } from '../../support/tap-server.ts'
import { deliverBytes, uploadFailure } from '../attempt.ts'
import { startFotowareBench } from '../fotoware-bench.ts'
import { get, httpClient, WAYS } from './client.ts'

async function proxy(login: string | null = null): Promise<ProxyServer> {
  const started = await startProxy(login)
  onTestFinished(() => started.close())
  return started
}

/** A server that answers everything with an empty object. */
async function target(tls?: { key: string; cert: string }) {
  const tap = await startTap('http://127.0.0.1:1', tls === undefined ? {} : { tls })
  tap.script = () => ({ status: 200, body: '{}' })
  onTestFinished(() => tap.close())
  return tap
}

test('sign-in and upload both go through the proxy of the environment', async () => {
  const { url, asked } = await proxy('user:pass%20word')
  const bench = await startFotowareBench({ needsSignIn: true, proxyEnv: { http_proxy: url } })
  const { file } = await deliverBytes(bench, 'a.jpg', 300_000)
  expect((await bench.arrivals())[0]?.sha256).toBe(file.sha256)
  expect(asked.some((line) => line.includes('/oauth2/token'))).toBe(true)
  expect(asked.filter((line) => line.includes('/chunks/'))).toHaveLength(5)
})

test.skipIf(!hasOpenssl).each(WAYS)('%s: HTTPS goes through a tunnel', async (way) => {
  const certificates = await makeCertificates()
  const tap = await target(certificates.server)
  const { url, asked } = await proxy()
  const client = httpClient({ caFile: certificates.caFile, proxyEnv: { HTTPS_PROXY: url } })
  expect((await get(client, way, `${tap.url}/`)).status).toBe(200)
  expect(asked).toEqual([`CONNECT ${new URL(tap.url).host}`])
})

test.skipIf(!hasOpenssl).each(WAYS)('%s: HTTP_PROXY is not for HTTPS, as everywhere', async (way) => {
  const certificates = await makeCertificates()
  const tap = await target(certificates.server)
  const { url, asked } = await proxy()
  const client = httpClient({ caFile: certificates.caFile, proxyEnv: { HTTP_PROXY: url } })
  expect((await get(client, way, `${tap.url}/`)).status).toBe(200)
  expect(asked).toEqual([])
})

test.each(WAYS)('%s: NO_PROXY is respected', async (way) => {
  const tap = await target()
  const { url, asked } = await proxy()
  const client = httpClient({ proxyEnv: { HTTP_PROXY: url, NO_PROXY: 'example.com,127.0.0.1' } })
  expect((await get(client, way, `${tap.url}/`)).status).toBe(200)
  expect(asked).toEqual([])
})

test.each(WAYS)(
  '%s: a proxy that wants a password is told of in words, without the password',
  async (way) => {
    const { url } = await proxy('user:right-password')
    const proxyEnv = { HTTPS_PROXY: url.replace('right-password', 'WRONG-PASSWORD') }
    const error = await uploadFailure(get(httpClient({ proxyEnv }), way, 'https://archive.example/'))
    expect(error).toMatchObject({ kind: 'offline', problem: { code: 'proxy', isRetried: true } })
    expect(error.problem.remedy).toContain('HTTPS_PROXY')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('WRONG-PASSWORD')
  },
)

test.each(WAYS)('%s: the same without encryption', async (way) => {
  const { url } = await proxy('user:right-password')
  const proxyEnv = { HTTP_PROXY: url.replace('right-password', 'WRONG-PASSWORD') }
  const error = await uploadFailure(get(httpClient({ proxyEnv }), way, 'http://archive.example/'))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'proxy' } })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('WRONG-PASSWORD')
})

test.each(WAYS)('%s: a proxy that is not there is told of as such', async (way) => {
  const gone = await proxy()
  await gone.close()
  const client = httpClient({ proxyEnv: { HTTP_PROXY: gone.url } })
  const error = await uploadFailure(get(client, way, 'http://archive.example/'))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'refused-connection', isRetried: true } })
})
