import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../electron/engine/config/load.ts'

const ARCHIVE = `{ "name": "archive", "kind": "fotoware", "url": "https://acme.example", "auth": { "method": "none" }, "collection": "/a/" }`
const BIOID = `{ "name": "faces", "kind": "bioid", "url": "https://bws.bioid.com", "auth": { "method": "none" }, "storage": "bws", "partition": 1 }`
const withFolder = (rest: string): string =>
  `{ "destinations": [${ARCHIVE}],\n "folders": [{ "name": "hot", "path": "hot", "to": ["archive"]${rest} }] }`
const withDestination = (text: string): string => `{ "destinations": [\n${text}\n] }`

let root: string
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sluice-config-'))
  await mkdir(path.join(root, 'hot', 'sub'), { recursive: true })
  await symlink(path.join(root, 'hot'), path.join(root, 'other-name'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** `§` marks the place of the mistake. */
function place(text: string | Buffer): string {
  if (typeof text !== 'string' || !text.includes('§')) return ''
  const lines = text.slice(0, text.indexOf('§')).split('\n')
  return `c.json:${lines.length}:${(lines.at(-1) ?? '').length + 1}: `
}

/** The sentence of the first mistake, without the folder of the test. */
async function sentence(text: string | Buffer): Promise<string> {
  const file = path.join(root, 'c.json')
  await writeFile(file, typeof text === 'string' ? text.replace('§', '') : text)
  const error = await loadConfig(file).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error === null) return 'no mistake'
  if (!(error instanceof ConfigError)) throw new Error('not a ConfigError', { cause: error })
  return error.message.replace(`${root}${path.sep}`, '')
}

describe('each kind of mistake has one sentence with its place', () => {
  test.each<[string, string | Buffer, string]>([
    [
      'unknown key, near',
      withFolder(',\n  §"setleMs": 2000'),
      'folders[0].setleMs is not known; did you mean "settleMs"?',
    ],
    [
      'unknown key, far',
      '{ §"colour": 1 }',
      'colour is not known; known here: "$schema", "codeTables", "desktop", "destinations", "folders", "limits", "templates" and "updates".',
    ],
    [
      'unknown key of a kind',
      withDestination(ARCHIVE.replace('"collection"', '§"colection"')),
      'destinations[0].colection is not known; did you mean "collection"?',
    ],
    [
      'unknown key of an auth method',
      withDestination(ARCHIVE.replace('"none"', '"client-credentials", §"clientID": "x", "secret": "s"')),
      'destinations[0].auth.clientID is not known; did you mean "clientId"?',
    ],
    ['key given twice', '{ "folders": [],\n  §"folders": [] }', 'folders is given twice.'],
    ['missing key', '{ "folders": [\n§{ "name": "hot", "path": "hot" }] }', 'folders[0].to is missing.'],
    ['wrong type', withFolder(', "settleMs": §"2000"'), 'folders[0].settleMs must be a number, not "2000".'],
    [
      'not a whole number',
      withFolder(', "settleMs": §2000.5'),
      'folders[0].settleMs must be a whole number, not 2000.5.',
    ],
    ['too small', withFolder(', "settleMs": §100'), 'folders[0].settleMs must be at least 200, not 100.'],
    [
      'too large',
      withDestination(ARCHIVE.replace('"collection"', '"files": §9, "collection"')),
      'destinations[0].files must be at most 8, not 9.',
    ],
    [
      'enum, near',
      withFolder(', "subfolders": §"miror"'),
      'folders[0].subfolders is "miror"; did you mean "mirror"?',
    ],
    [
      'enum, far',
      withFolder(', "subfolders": §"none"'),
      'folders[0].subfolders must be "mirror", "flatten" or "ignore", not "none".',
    ],
    [
      'kind',
      withDestination(ARCHIVE.replace('"fotoware"', '§"fotowear"')),
      'destinations[0].kind is "fotowear"; did you mean "fotoware"?',
    ],
    [
      'kind missing',
      withDestination('§{ "name": "x" }'),
      'destinations[0].kind is missing; it must be "fotoware", "picapport", "bioid" or "basip".',
    ],
    [
      'one sample for live detection',
      withDestination(BIOID.replace('"partition"', '"liveDetection": true, "samples": §1, "partition"')),
      'destinations[0].samples must be at least 2 with "liveDetection".',
    ],
    [
      'a whole BCID as storage',
      withDestination(BIOID.replace('"bws"', '§"bws.112"')),
      'destinations[0].storage must be the name of a storage, without "." and "/".',
    ],
    [
      'a box that leaves the picture',
      withDestination(
        BIOID.replace(
          '"partition"',
          '"prepare": { "box": { "left": 60, "top": 0, "width": §50, "height": 100 } }, "partition"',
        ),
      ),
      'destinations[0].prepare.box.width reaches past the right edge: "left" and "width" are at most 100 together.',
    ],
    [
      'a box that is too low',
      withDestination(
        BIOID.replace(
          '"partition"',
          '"prepare": { "box": { "left": 0, "top": 1, "width": 50, "height": §100 } }, "partition"',
        ),
      ),
      'destinations[0].prepare.box.height reaches past the lower edge: "top" and "height" are at most 100 together.',
    ],
    [
      'auth method',
      withDestination(ARCHIVE.replace('"none"', '§"browse"')),
      'destinations[0].auth.method is "browse"; did you mean "browser"?',
    ],
    [
      'after action',
      withFolder(', "after": { "action": §"archive" }'),
      'folders[0].after.action must be "keep", "move", "trash" or "delete", not "archive".',
    ],
    ['move without to', withFolder(', "after": §{ "action": "move" }'), 'folders[0].after.to is missing.'],
    [
      'empty name',
      withDestination(ARCHIVE.replace('"archive"', '§""')),
      'destinations[0].name must not be empty.',
    ],
    [
      'control character in a name',
      withDestination(ARCHIVE.replace('"archive"', '§"a\\u0007b"')),
      'destinations[0].name must not hold control characters or line breaks.',
    ],
    [
      'tab in a path',
      withFolder('').replace('"hot", "to"', '§"C:\\temp", "to"'),
      'folders[0].path holds a control character; write every backslash twice ("C:\\\\Photos").',
    ],
    ['empty to', withFolder('').replace('["archive"] }', '§[] }'), 'folders[0].to must not be empty.'],
    [
      'same destination twice',
      withFolder('').replace('["archive"] }', '§["archive", "archive"] }'),
      'folders[0].to names the same destination twice.',
    ],
    [
      'no url',
      withDestination(ARCHIVE.replace('"https://acme.example', '§"acme.example')),
      'destinations[0].url must be a web address that begins with https://.',
    ],
    [
      'password in url',
      withDestination(ARCHIVE.replace('"https://', '§"https://u:p@')),
      'destinations[0].url must not hold a user name or password; name them in "auth".',
    ],
    [
      'http to a network',
      withDestination(ARCHIVE.replace('"https://', '§"http://')),
      'destinations[0].url sends everything unencrypted; use https:// or set "allowInsecure": true.',
    ],
    [
      'collection elsewhere',
      withDestination(ARCHIVE.replace('"/a/"', '§"https://b.example/a/"')),
      'destinations[0].collection is on b.example, not on acme.example.',
    ],
    [
      'secret',
      withDestination(ARCHIVE.replace('"none"', '"client-credentials", "clientId": "x", "secret": §5')),
      'destinations[0].auth.secret must be a name in the secret store or {"env": "NAME"}.',
    ],
    [
      'unknown destination',
      withFolder('').replace('["archive"] }', '[§"archiv"] }'),
      'folders[0].to[0] is "archiv", which is no destination; did you mean "archive"?',
    ],
    [
      'no destination at all',
      '{ "folders": [{ "name": "h", "path": "x", "to": [§"archive"] }] }',
      'folders[0].to[0] is "archive", which is no destination; there is none yet.',
    ],
    [
      'unknown template',
      withFolder(', "template": §"press"'),
      'folders[0].template is "press", which is no template; there is none yet.',
    ],
    [
      'name taken',
      withDestination(`${ARCHIVE},\n${ARCHIVE.replace('"archive"', '§"archive"')}`),
      'destinations[1].name is "archive", which is taken; names are unique.',
    ],
    [
      'same folder',
      withFolder('}, { "name": "two", "path": §"./hot/", "to": ["archive"]'),
      'folders[1].path is the same folder as "hot": its files would be taken twice.',
    ],
    [
      'same folder by a link',
      withFolder('}, { "name": "two", "path": §"other-name", "to": ["archive"]'),
      'folders[1].path is the same folder as "hot": its files would be taken twice.',
    ],
    [
      'inside a folder',
      withFolder('}, { "name": "two", "path": §"hot/sub/new", "to": ["archive"]'),
      'folders[1].path is inside the folder of "hot": its files would be taken twice.',
    ],
    [
      'moved into a hot folder',
      withFolder(', "after": { "action": "move", "to": §"hot/done" }'),
      'folders[0].after.to is inside the hot folder "hot": moved files would be taken again.',
    ],
    [
      'value with append',
      '{ "templates": [{ "name": "t", "fields": [{ "field": 80, "action": "append", "value": §["a"] }] }] }',
      'templates[0].fields[0].value must be a single text with "append".',
    ],
    [
      'value missing',
      '{ "templates": [{ "name": "t", "fields": [§{ "field": 80 }] }] }',
      'templates[0].fields[0].value is missing: "add" needs it.',
    ],
    [
      'time of day',
      '{ "limits": { "schedule": [{ "days": ["mon"], "from": §"8:00", "to": "18:00", "uploadKBps": 0 }] } }',
      'limits.schedule[0].from must be a time of day such as "08:00".',
    ],
    [
      'weekday',
      '{ "limits": { "schedule": [{ "days": [§"mo"], "from": "08:00", "to": "18:00", "uploadKBps": 0 }] } }',
      'limits.schedule[0].days[0] is "mo"; did you mean "mon"?',
    ],
    [
      'no span',
      '{ "limits": { "schedule": [{ "days": ["mon"], "from": "08:00", "to": §"08:00", "uploadKBps": 0 }] } }',
      'limits.schedule[0].to is the same time as "from"; a whole day is "00:00" to "24:00".',
    ],
    ['missing comma', '{ "folders": []\n  §"templates": [] }', 'the file needs a comma before this.'],
    ['no closing brace', '{ "folders": []§', 'the file needs a closing } here.'],
    [
      'single backslash',
      '{ "$schema": §"C:\\Photos" }',
      'the file has a single backslash; write it twice ("C:\\\\Photos").',
    ],
    ['not JSON', '§folders: hot', 'the file is not JSON here.'],
    ['not an object', '§[]', 'the file must be an object in { }, not a list.'],
    ['empty', ' \n', 'c.json is empty.'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'c.json is not a text in UTF-8.'],
    [
      'more than one',
      '{ §"a": 1,\n"folderz": [], "limits": 3 }',
      'a is not known; known here: "$schema", "codeTables", "desktop", "destinations", "folders", "limits", "templates" and "updates". (and 2 more)',
    ],
  ])('%s', async (_kind, text, expected) => {
    expect(await sentence(text)).toBe(`${place(text)}${expected}`)
  })
})

describe('what is accepted', () => {
  test.each([
    ['nothing set up yet', '{}'],
    ['comments, trailing commas, byte order mark', '\uFEFF{ // why\n "folders": [], /* x */ }'],
    [
      'http on this machine',
      withDestination(ARCHIVE.replace('https://acme.example', 'http://127.0.0.1:8080')),
    ],
    [
      'http when allowed',
      withDestination(
        ARCHIVE.replace('https://', 'http://').replace('"auth"', '"allowInsecure": true, "auth"'),
      ),
    ],
    ['upload area', withDestination(ARCHIVE.replace('"/a/"', 'null'))],
    [
      'moved beside a folder whose sub-folders are not taken',
      withFolder(', "subfolders": "ignore", "after": { "action": "move", "to": "hot/done" }'),
    ],
    [
      'a folder whose name begins like another',
      withFolder('}, { "name": "two", "path": "hot2", "to": ["archive"]'),
    ],
    [
      'a span past midnight',
      '{ "limits": { "schedule": [{ "days": ["fri"], "from": "22:00", "to": "06:00", "uploadKBps": null }] } }',
    ],
  ])('%s', async (_kind, text) => {
    expect(await sentence(text)).toBe('no mistake')
  })
})
