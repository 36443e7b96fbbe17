import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { deliverBytes, uploadFailure } from '../attempt.ts'
import { startFotowareBench } from '../fotoware-bench.ts'
import { hasOpenssl, makeCertificates } from '../../support/certificates.ts'
import { startTap } from '../../support/tap-server.ts'
import { get, httpClient, WAYS } from './client.ts'

test.skipIf(!hasOpenssl).each(WAYS)(
  '%s: a certificate of one’s own is refused in words, and accepted with its authority',
  async (way) => {
    const certificates = await makeCertificates()
    const bench = await startFotowareBench()
    const tap = await startTap(bench.server.url, { tls: certificates.server })
    onTestFinished(() => tap.close())
    const error = await uploadFailure(get(httpClient(), way, `${tap.url}/fotoweb/`))
    expect(error).toMatchObject({ kind: 'destination', problem: { code: 'certificate', isRetried: false } })
    expect(error.problem.remedy).toContain('"ca"')
    expect(tap.requests).toEqual([])
    const client = httpClient({ caFile: certificates.caFile })
    expect((await get(client, way, `${tap.url}/fotoweb/`)).status).toBe(200)
  },
)

test.skipIf(!hasOpenssl).each(WAYS)('%s: a certificate for another name is refused in words', async (way) => {
  const certificates = await makeCertificates('DNS:elsewhere.example')
  const tap = await startTap('http://127.0.0.1:1', { tls: certificates.server })
  onTestFinished(() => tap.close())
  const client = httpClient({ caFile: certificates.caFile })
  const error = await uploadFailure(get(client, way, `${tap.url}/`))
  expect(error).toMatchObject({ kind: 'destination', problem: { code: 'certificate' } })
})

test.skipIf(!hasOpenssl)('a delivery over TLS with an authority of one’s own', async () => {
  const certificates = await makeCertificates()
  const bench = await startFotowareBench({
    tls: certificates.server,
    config: { ca: certificates.caFile },
    needsSignIn: true,
  })
  const { file } = await deliverBytes(bench, 'a.jpg', 700_000)
  expect((await bench.arrivals())[0]?.sha256).toBe(file.sha256)
})

test('a certificate file that is not there is told at once', () => {
  expect(() => httpClient({ caFile: '/nowhere/ca.pem' })).toThrow(/\/nowhere\/ca\.pem cannot be read/)
})

test.skipIf(!hasOpenssl).each(WAYS)(
  '%s: HTTP/1.1 also with a server that would rather speak HTTP/2',
  async (way) => {
    const certificates = await makeCertificates()
    const versions: string[] = []
    const server = http2.createSecureServer(
      { ...certificates.server, allowHTTP1: true },
      (request, answer) => {
        versions.push(request.httpVersion)
        answer.end('{}')
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = httpClient({ caFile: certificates.caFile })
    await get(client, way, `https://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await client.close()
    await new Promise((resolve) => server.close(resolve))
    expect(versions).toEqual(['1.1'])
  },
)

test.skipIf(!hasOpenssl).each(WAYS)(
  '%s: an encrypted question to a server that is not, and the other way round',
  async (way) => {
    const certificates = await makeCertificates()
    const [plain, encrypted] = await Promise.all([
      startTap('http://127.0.0.1:1'),
      startTap('http://127.0.0.1:1', { tls: certificates.server }),
    ])
    onTestFinished(() => plain.close())
    onTestFinished(() => encrypted.close())
    const first = await uploadFailure(get(httpClient(), way, plain.url.replace('http:', 'https:')))
    expect(first).toMatchObject({ kind: 'offline', problem: { code: 'not-http' } })
    const second = await uploadFailure(get(httpClient(), way, encrypted.url.replace('https:', 'http:')))
    expect(['not-http', 'connection-broken']).toContain(second.problem.code)
  },
)
