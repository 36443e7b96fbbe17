import { describe, expect, test } from 'vitest'
import { UploadError } from '../../../electron/engine/errors.ts'
import { refuseLargeSidecar, SIDECAR_BYTES_MAX } from '../../../electron/engine/metadata/sidecar-limit.ts'
import { checkXmp } from '../../../electron/engine/metadata/xmp-check.ts'
import { packet } from '../../support/media/xmp.ts'

const GOOD = packet('<dc:title>A &amp; B</dc:title>')

function problemOf(bytes: Buffer) {
  try {
    checkXmp(bytes, 'IMG_1.xmp')
  } catch (error) {
    if (error instanceof UploadError && error.kind === 'refused') return error.problem
    throw error
  }
  throw new Error('It was taken')
}

describe('a sidecar that is taken', () => {
  const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
  const utf32 = (text: string, isBig: boolean): Buffer => {
    const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
    const bytes = Buffer.alloc(points.length * 4)
    points.forEach((point, index) =>
      isBig ? bytes.writeUInt32BE(point, index * 4) : bytes.writeUInt32LE(point, index * 4),
    )
    return bytes
  }
  test.each<[what: string, bytes: Buffer]>([
    ['in UTF-8', Buffer.from(GOOD)],
    ['with a byte order mark', Buffer.from(`\uFEFF${GOOD}`)],
    ['with a declaration', Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${GOOD}`)],
    [
      'as a packet',
      Buffer.from(`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n${GOOD}\n<?xpacket end="w"?>\n`),
    ],
    ['without the xmpmeta around it', Buffer.from(GOOD.replace(/<\/?x:xmpmeta[^>]*>/g, ''))],
    [
      'in UTF-16, little end first',
      Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${GOOD}`, 'utf16le'),
    ],
    ['in UTF-16, big end first', swapped(`\uFEFF${GOOD}`)],
    ['in UTF-16 without its mark', Buffer.from(GOOD, 'utf16le')],
    [
      'said to be Latin 1, and so it is',
      Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${GOOD.replace('A', 'Köln')}`, 'latin1'),
    ],
    [
      'said to be UTF-16, while it is UTF-8',
      Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${GOOD.replace('A', 'Köln')}`),
    ],
    ['in UTF-32, little end first', utf32(`\uFEFF${GOOD}`, false)],
    ['in UTF-32, big end first', utf32(`\uFEFF${GOOD}`, true)],
  ])('%s', (_what, bytes) => {
    expect(() => checkXmp(bytes, 'IMG_1.xmp')).not.toThrow()
  })
})

describe('a sidecar that is refused', () => {
  test('tells line and column', () => {
    const text = GOOD.replace('</dc:title>', '\n  </dc:titel>')
    const problem = problemOf(Buffer.from(text))
    expect(problem.code).toBe('sidecar-malformed')
    expect(problem.what).toMatch(/^«IMG_1\.xmp» is not well-formed XML: line 3, column \d+: /)
    expect(problem.isRetried).toBe(false)
    expect(problem.remedy).toContain('remove the sidecar')
  })

  const laughs = Array.from(
    { length: 20 },
    (_, index) => `<!ENTITY l${index + 1} "&l${index};&l${index};">`,
  ).join('')
  test.each<[what: string, content: string | Buffer, code: string, words: RegExp]>([
    ['cut in the middle', GOOD.slice(0, GOOD.length / 2), 'sidecar-malformed', /line \d+, column \d+/],
    ['cut after its last bracket', GOOD.slice(0, -20), 'sidecar-malformed', /line \d+/],
    ['empty', '', 'sidecar-malformed', /is empty/],
    ['blank', ' \n\n', 'sidecar-malformed', /not well-formed/],
    ['of zeros', Buffer.alloc(4096), 'sidecar-malformed', /UTF|well-formed/],
    ['no XML', 'Dear Ann,\n', 'sidecar-malformed', /not well-formed XML: line \d/],
    ['two roots', `${GOOD}${GOOD}`, 'sidecar-malformed', /not well-formed/],
    ['other XML', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'sidecar-malformed', /no rdf:RDF/],
    ['rdf without its namespace', '<rdf:RDF/>', 'sidecar-malformed', /not well-formed/],
    [
      'said to be in what nobody knows',
      `<?xml version="1.0" encoding="x-klingon"?>${GOOD}`,
      'sidecar-malformed',
      /UTF-8/,
    ],
    ['no UTF-8', Buffer.from(GOOD.replace('A &amp; B', 'Köln'), 'latin1'), 'sidecar-malformed', /UTF-8/],
    [
      'a character that XML cannot hold',
      GOOD.replace('A &amp; B', 'a\u0001b'),
      'sidecar-malformed',
      /not well-formed/,
    ],
    ['an unknown entity', GOOD.replace('&amp;', '&nbsp;'), 'sidecar-malformed', /not well-formed/],
    [
      'an attribute twice',
      GOOD.replace('<dc:title>', '<dc:title xml:lang="a" xml:lang="b">'),
      'sidecar-malformed',
      /not well-formed/,
    ],
    [
      'a DOCTYPE',
      `<!DOCTYPE x:xmpmeta SYSTEM "http://127.0.0.1/x.dtd">${GOOD}`,
      'sidecar-entities',
      /DOCTYPE/,
    ],
    [
      'a file to be read',
      `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${GOOD.replace('A', '&e;')}`,
      'sidecar-entities',
      /DOCTYPE/,
    ],
    [
      'a billion laughs',
      `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>${GOOD.replace('A', '&l20;')}`,
      'sidecar-entities',
      /DOCTYPE/,
    ],
    [
      'nested without end',
      packet(`${'<my:a>'.repeat(100_000)}${'</my:a>'.repeat(100_000)}`),
      'sidecar-malformed',
      /nested too deep/,
    ],
  ])('%s', (_what, content, code, words) => {
    const problem = problemOf(Buffer.from(content))
    expect(problem.code).toBe(code)
    expect(problem.what).toMatch(words)
  })

  test('too large, told from its size alone', () => {
    expect(() => refuseLargeSidecar('IMG_1.xmp', SIDECAR_BYTES_MAX)).not.toThrow()
    expect(() => refuseLargeSidecar('IMG_1.xmp', 200_000_000)).toThrow(
      '«IMG_1.xmp» holds 200 MB of XMP; Sluice reads at most 17 MB.',
    )
    expect(problemOf(Buffer.alloc(SIDECAR_BYTES_MAX + 1)).code).toBe('sidecar-too-large')
  })
})
