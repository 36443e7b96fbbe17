import { describe, expect, test } from 'vitest'
import {
  type PairFile,
  type PairOptions,
  isSidecar,
  pair,
  stemKey,
} from '../../../electron/engine/pair/pairing.ts'

const NOW = 1_760_000_000_000
const OPTIONS: PairOptions = { graceMs: 10_000, sidecars: 'merge' }

/** `IMG.CR2` is stable for a minute; `+`: quiet for 2 s, `…`: still arriving, `!`: taken. */
function group(...names: string[]): PairFile[] {
  return names.map((text, id) => {
    const quietMs = text.endsWith('+') ? 2_000 : 60_000
    return {
      id,
      name: text.replace(/[+…!]$/, ''),
      isStable: !text.endsWith('…'),
      quietSinceMs: NOW - quietMs,
      isTaken: text.endsWith('!'),
    }
  })
}

/** The result in short: `IMG.CR2 + IMG.xmp`, `wait …: why`, `over …`, `orphan …: why`. */
function outcome(names: string[], options: PairOptions = OPTIONS): string[] {
  const files = group(...names)
  const name = (id: number): string => files[id]?.name ?? '?'
  const { verdicts, orphans, late } = pair(files, NOW, options)
  const lines = verdicts.flatMap((verdict) => {
    if (verdict.kind === 'wait') return [`wait ${name(verdict.file)}: ${verdict.because.text}`]
    const parcel = [name(verdict.file), ...(verdict.sidecar === null ? [] : [name(verdict.sidecar)])].join(
      ' + ',
    )
    return [parcel, ...verdict.passedOver.map((over) => `over ${name(over.sidecar)}`)]
  })
  const after = late.map(({ file, sidecar }) => `late ${name(file)} + ${name(sidecar)}`)
  return [
    ...lines,
    ...after,
    ...orphans.map((orphan) => `orphan ${name(orphan.sidecar)}: ${orphan.words.text}`),
  ]
}

const unclear = (...names: string[]): string =>
  `could belong to ${names.join(', ')}: rename it to the full name of one of them`

describe('pair', () => {
  test.each<{ names: string[]; is: string[] }>([
    { names: ['IMG.CR2', 'IMG.xmp'], is: ['IMG.CR2 + IMG.xmp'] },
    { names: ['IMG.CR2', 'IMG.CR2.xmp'], is: ['IMG.CR2 + IMG.CR2.xmp'] },
    { names: ['img.cr2', 'IMG.XMP'], is: ['img.cr2 + IMG.XMP'] },
    { names: ['IMG.CR2', 'img.cr2.XMP'], is: ['IMG.CR2 + img.cr2.XMP'] },
    {
      names: ['Zoé.jpg'.normalize('NFD'), 'Zoé.xmp'.normalize('NFC')],
      is: ['Zoé.jpg'.normalize('NFD') + ' + Zoé.xmp'],
    },
    { names: ['IMG.CR2', 'IMG.CR2.xmp', 'IMG.xmp'], is: ['IMG.CR2 + IMG.CR2.xmp', 'over IMG.xmp'] },
    { names: ['IMG.CR2', 'IMG.JPG', 'IMG.xmp'], is: ['IMG.CR2 + IMG.xmp', 'IMG.JPG'] },
    {
      names: ['IMG.CR2', 'IMG.JPG', 'IMG.xmp', 'IMG.JPG.xmp'],
      is: ['IMG.CR2 + IMG.xmp', 'IMG.JPG + IMG.JPG.xmp'],
    },
    { names: ['IMG.HEIC', 'IMG.MOV', 'IMG.xmp'], is: ['IMG.HEIC + IMG.xmp', 'IMG.MOV'] },
    { names: ['A.mp4', 'A.wav', 'A.xmp'], is: ['A.mp4 + A.xmp', 'A.wav'] },
    { names: ['A.wav', 'A.xmp'], is: ['A.wav + A.xmp'] },
    { names: ['A.mp4', 'A.mp4.xmp'], is: ['A.mp4 + A.mp4.xmp'] },
    {
      names: ['I.jpg', 'I.tif', 'I.xmp'],
      is: ['I.jpg', 'I.tif', `orphan I.xmp: ${unclear('I.jpg', 'I.tif')}`],
    },
    {
      names: ['I.CR2', 'I.DNG', 'I.jpg', 'I.xmp'],
      is: ['I.CR2', 'I.DNG', 'I.jpg', `orphan I.xmp: ${unclear('I.CR2', 'I.DNG')}`],
    },
    { names: ['IMG.JPG', 'img.jpg', 'img.jpg.xmp'], is: ['IMG.JPG', 'img.jpg + img.jpg.xmp'] },
    {
      names: ['IMG.JPG', 'img.jpg', 'Img.jpg.xmp'],
      is: ['IMG.JPG', 'img.jpg', `orphan Img.jpg.xmp: ${unclear('IMG.JPG', 'img.jpg')}`],
    },
    { names: ['a.jpg', 'a.jpg.XMP', 'a.jpg.xmp'], is: ['a.jpg + a.jpg.XMP', 'over a.jpg.xmp'] },
    { names: ['IMG.JPG+'], is: ['wait IMG.JPG: waiting for its sidecar'] },
    { names: ['IMG.JPG+', 'IMG.xmp'], is: ['IMG.JPG + IMG.xmp'] },
    { names: ['IMG.JPG', 'IMG.xmp…'], is: ['wait IMG.JPG: its sidecar IMG.xmp is still arriving'] },
    { names: ['IMG.JPG…', 'IMG.xmp'], is: ['wait IMG.JPG: still arriving'] },
    { names: ['IMG.JPG!', 'IMG.xmp'], is: ['late IMG.JPG + IMG.xmp'] },
    { names: ['IMG.JPG!', 'IMG.JPG.xmp…'], is: ['orphan IMG.JPG.xmp: still arriving'] },
    {
      names: ['IMG.CR2!', 'IMG.xmp', 'IMG.CR2.xmp!'],
      is: ['orphan IMG.xmp: not sent: IMG.CR2 goes with IMG.CR2.xmp'],
    },
    {
      names: ['IMG.CR2!', 'IMG.xmp!', 'IMG.CR2.xmp'],
      is: ['late IMG.CR2 + IMG.CR2.xmp'],
    },
    { names: ['IMG.JPG!', 'IMG.xmp!'], is: [] },
    { names: ['IMG.JPG', 'IMG.xmp!'], is: ['IMG.JPG + IMG.xmp'] },
    { names: ['IMG.xmp+'], is: ['orphan IMG.xmp: waiting for its picture'] },
    { names: ['IMG.xmp…'], is: ['orphan IMG.xmp: still arriving'] },
    { names: ['IMG.xmp'], is: ['orphan IMG.xmp: there is no picture of this name beside it'] },
    {
      names: ['IMG.xmp.xmp', 'IMG.xmp', 'IMG.nef'],
      is: ['IMG.nef + IMG.xmp', 'orphan IMG.xmp.xmp: there is no picture of this name beside it'],
    },
  ])('$names', ({ names, is }) => {
    expect(outcome(names)).toEqual(is)
  })

  test('says until when it waits', () => {
    const { verdicts, orphans } = pair(group('A.JPG+', 'B.xmp+', 'C.xmp'), NOW, OPTIONS)
    expect(verdicts).toMatchObject([{ untilMs: NOW + 8_000 }])
    expect(orphans.map((orphan) => orphan.untilMs)).toEqual([NOW + 8_000, null])
  })

  test('a clock that was set back far does not hold a picture', () => {
    const [file] = group('A.JPG')
    if (file === undefined) throw new Error('no file')
    const years = { ...file, quietSinceMs: NOW + 1e11 }
    expect(pair([years], NOW, OPTIONS).verdicts).toMatchObject([{ kind: 'parcel' }])
    const moments = { ...file, quietSinceMs: NOW + 5_000 }
    expect(pair([moments], NOW, OPTIONS).verdicts).toMatchObject([{ kind: 'wait', untilMs: NOW + 15_000 }])
  })

  test('a folder that ignores sidecars waits for none', () => {
    expect(outcome(['IMG.JPG+', 'IMG.xmp'], { ...OPTIONS, sidecars: 'ignore' })).toEqual([
      'IMG.JPG',
      'orphan IMG.xmp: sidecars are ignored in this folder',
    ])
  })
})

test.each([
  ['IMG.CR2', 'img'],
  ['IMG.CR2.xmp', 'img.cr2'],
  ['IMG.xmp', 'img'],
  ['.hidden', '.hidden'],
  ['plain', 'plain'],
  ['Zoé.JPG'.normalize('NFD'), 'zoé'.normalize('NFC')],
])('the stem of %s is %s', (name, stem) => {
  expect(stemKey(name)).toBe(stem)
})

test('only XMP files with a name are sidecars', () => {
  expect(['a.xmp', 'a.CR2.XMP', '.xmp', 'xmp', 'a.xmp.jpg'].filter(isSidecar)).toEqual(['a.xmp', 'a.CR2.XMP'])
})
