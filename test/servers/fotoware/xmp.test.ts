import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { call, getStatus, postChunk, postCreate, postXmp, sampleXmp, startForTest } from './test-client.ts'
import { xmpFault } from './xmp-check.ts'

const rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'

describe('sidecars', () => {
  test('the upload is complete only with its sidecar, whatever comes first', async () => {
    const server = await startForTest()
    for (const isXmpFirst of [true, false]) {
      const { body: task } = await postCreate(server, {
        fileSize: 4,
        hasXmp: true,
        filename: `${isXmpFirst}.jpg`,
      })
      const steps = [() => postXmp(server, task.id, sampleXmp), () => postChunk(server, task.id, 0, 'abcd')]
      for (const step of isXmpFirst ? steps : steps.reverse()) {
        expect((await getStatus(server, task.id)).body.status).toBe('awaitingData')
        expect((await step()).status).toBe(204)
      }
      expect((await getStatus(server, task.id)).body.status).toBe('done')
      const late = await postXmp(server, task.id, sampleXmp)
      expect([late.status, late.body?.value]).toEqual([409, 'already_finalized'])
    }
    for (const asset of server.assets()) {
      expect(asset.hasXmp).toBe(true)
      expect(await readFile(asset.xmpPath ?? '', 'utf8')).toBe(sampleXmp)
    }
  })

  test('refusals', async () => {
    const server = await startForTest()
    const without = await postCreate(server, { fileSize: 4 })
    expect((await postXmp(server, without.body.id, sampleXmp)).body?.value).toBe('metadata_not_allowed')
    const { body: task } = await postCreate(server, { fileSize: 4, hasXmp: true })
    expect((await postXmp(server, task.id, '<x>')).body?.value).toBe('invalid_metadata')
    const url = `${server.url}/fotoweb/api/uploads/${task.id}/xmp`
    const plain = await call(url, {
      method: 'POST',
      body: sampleXmp,
      headers: { 'content-type': 'text/xml' },
    })
    expect(plain.status).toBe(415)
    expect((await postXmp(server, task.id, sampleXmp)).status).toBe(204)
    expect((await postXmp(server, task.id, sampleXmp)).body?.value).toBe('already_uploaded')
    expect((await postXmp(server, 'AAAAAAAAAAAAAAAAAAAAAA', sampleXmp)).status).toBe(404)
  })
})

describe('what counts as XMP', () => {
  test.each([
    ['with packet and wrapper', sampleXmp],
    ['bare RDF', `<rdf:RDF ${rdf}/>`],
    ['another prefix', '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></r:RDF>'],
    ['a default namespace', '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></RDF>'],
    [
      'references, comment and CDATA',
      `<rdf:RDF ${rdf}><!-- c --><a b='&#x20;"'>&amp;&lt;<![CDATA[<&]]></a></rdf:RDF>`,
    ],
    ['a byte order mark and a declaration', `\uFEFF<?xml version="1.0"?>\n<rdf:RDF ${rdf}/>`],
    ['xml:lang', `<rdf:RDF ${rdf}><rdf:li xml:lang="x-default">Blåbær 😀</rdf:li></rdf:RDF>`],
  ])('good: %s', (_name, text) => {
    expect(xmpFault(Buffer.from(text))).toBeNull()
  })

  test.each([
    ['empty', ''],
    ['text', 'hello'],
    ['no RDF', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'],
    ['RDF of another namespace', '<rdf:RDF xmlns:rdf="http://example.org/"/>'],
    ['RDF too deep', `<a><b><rdf:RDF ${rdf}/></b></a>`],
    ['not closed', `<rdf:RDF ${rdf}>`],
    ['cut in a tag', `<rdf:RDF ${rdf}></rdf:R`],
    ['crossed tags', `<rdf:RDF ${rdf}><a><b></a></b></rdf:RDF>`],
    ['two roots', `<rdf:RDF ${rdf}/><rdf:RDF ${rdf}/>`],
    ['text after the root', `<rdf:RDF ${rdf}/>x`],
    ['an undeclared prefix', `<rdf:RDF ${rdf}><dc:title/></rdf:RDF>`],
    ['an attribute twice', `<rdf:RDF ${rdf}><a b="1" b="2"/></rdf:RDF>`],
    ['an attribute without quotes', `<rdf:RDF ${rdf}><a b=1/></rdf:RDF>`],
    ['a bare ampersand', `<rdf:RDF ${rdf}>a & b</rdf:RDF>`],
    ['an own entity', `<rdf:RDF ${rdf}>&x;</rdf:RDF>`],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY x "y">]><rdf:RDF ${rdf}/>`],
    ['a control character', `<rdf:RDF ${rdf}>\u0001</rdf:RDF>`],
    ['an open comment', `<rdf:RDF ${rdf}><!-- </rdf:RDF>`],
  ])('bad: %s', (_name, text) => {
    expect(xmpFault(Buffer.from(text))).not.toBeNull()
  })

  test('bytes that are no UTF-8 are bad', () => {
    expect(xmpFault(Buffer.from(`<rdf:RDF ${rdf}>\xE5</rdf:RDF>`, 'latin1'))).toBe('not UTF-8')
  })
})
