import { describe, expect, test } from 'vitest'
import { ignoreRules } from '../../../electron/engine/watch/ignore-rules.ts'

const defaults = ignoreRules([])

describe('default rules', () => {
  test.each([
    ['.DS_Store', 'macOS view settings (rule .DS_Store)'],
    ['a/b/._IMG.JPG', 'macOS companion file (rule ._*)'],
    ['.IMG.JPG.a8Xk2q', 'hidden, as rsync names unfinished transfers (rule .*.??????)'],
    ['.secret', 'hidden (rule .*)'],
    ['THUMBS.DB', 'Windows previews (rule Thumbs.db)'],
    ['~PSTa01.tmp', 'temporary file of Photoshop (rule ~PST*.tmp)'],
    ['Photoshop Temp12345', 'temporary file of Photoshop (rule Photoshop Temp*)'],
    ['IMG.JPG.FilePart', 'unfinished transfer of WinSCP (rule *.filepart)'],
    ['IMG.JPG_original', 'untouched copy kept by ExifTool (rule *_original)'],
    ['IMG.JPG_exiftool_tmp', 'unfinished save of ExifTool (rule *_exiftool_tmp)'],
    ['~$plan.docx', 'lock file of Microsoft Office (rule ~$*)'],
    ['a.!ut', 'unfinished download of µTorrent (rule *.!ut)'],
    ['Holiday.lrcat-wal', 'Lightroom catalogue (rule *.lrcat-*)'],
    ['x/@eaDir/IMG.JPG/SYNO.jpg', 'Synology previews (rule @eaDir)'],
    ['CaptureOne/Cache/Thumbnails/IMG.jpg', 'settings and previews of Capture One (rule CaptureOne/)'],
    ['.sluice-folder', 'file of Sluice (rule .sluice-*)'],
    ['_rejected/IMG.JPG', 'folder for rejected files (rule _rejected/)'],
    ['Icon\r', 'macOS folder icon (rule Icon\\r)'],
    ['text.sb-1a2b3c4d-x5y6z7', 'unfinished save of a macOS program (rule *.sb-????????-??????)'],
  ])('%s: %s', (path, reason) => {
    expect(defaults.reason(path, false)?.text).toBe(reason)
  })

  test.each([
    'IMG_0001.CR2',
    'IMG_0001.CR2.xmp',
    'a/b/c.jpg',
    'CaptureOne',
    'part.jpg',
    'tmp/IMG.jpg',
    'Zoé & Söhne (1).tif',
    'noext',
    '100%.jpg',
    'original',
  ])('%s is taken', (path) => {
    expect(defaults.reason(path, false)).toBeNull()
  })
})

describe("the user's rules", () => {
  const cases: { rules: string[]; path: string; isDirectory?: boolean; is: string | null }[] = [
    { rules: ['*.psd'], path: 'a/b/X.PSD', is: 'your rule *.psd' },
    { rules: ['proofs'], path: 'a/Proofs/x.jpg', is: 'your rule proofs' },
    { rules: ['exports/*.jpg'], path: 'exports/x.jpg', is: 'your rule exports/*.jpg' },
    { rules: ['exports/*.jpg'], path: 'a/exports/x.jpg', is: null },
    { rules: ['**/proof/*.jpg'], path: 'a/proof/x.jpg', is: 'your rule **/proof/*.jpg' },
    { rules: ['/top.jpg'], path: 'top.jpg', is: 'your rule /top.jpg' },
    { rules: ['/top.jpg'], path: 'a/top.jpg', is: null },
    { rules: ['raw/**'], path: 'raw', isDirectory: true, is: 'your rule raw/**' },
    { rules: ['raw/'], path: 'raw', is: null },
    { rules: ['raw/'], path: 'raw/x.jpg', is: 'your rule raw/' },
    { rules: ['!*.tmp'], path: 'x.tmp', is: null },
    { rules: ['!.keep'], path: '.keep', is: null },
    { rules: ['*.jpg', '!keep*.jpg'], path: 'keep1.jpg', is: null },
    { rules: ['!keep*.jpg', '*.jpg'], path: 'keep1.jpg', is: 'your rule *.jpg' },
    { rules: ['zoé*'.normalize('NFD')], path: 'ZOÉ.jpg', is: `your rule ${'zoé*'.normalize('NFD')}` },
    { rules: ['{a,b}?.{tif,tiff}'], path: 'a1.tiff', is: 'your rule {a,b}?.{tif,tiff}' },
    { rules: ['!*', '!**'], path: '.hidden.jpg', is: null },
    {
      rules: ['!*', '!_rejected/'],
      path: '_rejected/x.jpg',
      is: 'folder for rejected files (rule _rejected/)',
    },
    { rules: ['!.*', '!.sluice-*'], path: '.sluice-x.jpg.part', is: 'file of Sluice (rule .sluice-*)' },
    { rules: ['', '  ', '!'], path: 'x.jpg', is: null },
  ]
  test.each(cases)('$rules on $path: $is', ({ rules, path, isDirectory, is }) => {
    expect(ignoreRules(rules).reason(path, isDirectory ?? false)?.text ?? null).toBe(is)
  })
})

test('a hundred thousand names are cheap', () => {
  const rules = ignoreRules(['*.psd', 'proofs/**', 'draft-*', '!draft-final.jpg'])
  const paths = Array.from({ length: 100_000 }, (_, n) => `day ${n >> 8}/IMG_${n}.CR2`)
  const before = performance.now()
  const ignored = paths.filter((path) => rules.reason(path, false) !== null).length
  const perNameUs = ((performance.now() - before) / paths.length) * 1000
  expect(ignored).toBe(0)
  expect(perNameUs).toBeLessThan(20)
})
