import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sluice } from './run-process.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-cli-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function config(name: string, text: string): Promise<string> {
  const file = path.join(dir, name)
  await writeFile(file, text)
  return file
}

describe('wrong usage ends with code 2 and one sentence on stderr', () => {
  test.each([
    [['stauts'], "sluice: unknown command 'stauts' (Did you mean status?)"],
    [['jobs', '--stat', 'x'], "sluice: unknown option '--stat' (Did you mean --state?)"],
    [
      ['jobs', '--limit', 'many'],
      "sluice: option '--limit <n>' argument 'many' is invalid. It must be a number above zero.",
    ],
    [['upload', 'a.jpg'], "sluice: required option '--to <name>' not specified."],
    [['upload', '--to', 'archive'], "sluice: missing required argument 'path'."],
    [
      ['pause', '--folder', 'a', '--destination', 'b'],
      "sluice: option '--folder <name>' cannot be used with option '--destination <name>'.",
    ],
    [['retry'], 'sluice: name the jobs to try again, or say --failed for all of them.'],
    [['retry', '1', '--failed'], 'sluice: name the jobs to try again, or say --failed for all of them.'],
    [['template', 'preview', 'press'], "sluice: missing required argument 'file'."],
    [
      ['template', 'preview', 'press', '/nowhere/a\u001b.jpg'],
      'sluice: there is no file /nowhere/a\\u001b.jpg; check its name and folder.',
    ],
    [['config', 'export', '--x'], "sluice: unknown option '--x'."],
    [['config', 'import'], "sluice: missing required argument 'file'."],
    [
      ['run', '--ui', '192.0.2.1:8080'],
      'sluice: At 192.0.2.1 other computers could reach the window. If that is wanted, add --ui-remote; else leave the address out, and only this computer can.',
    ],
    [['run', '--ui-remote'], 'sluice: --ui-remote belongs to --ui: give both.'],
    [
      ['secret', 'set', ' x'],
      'sluice: the name of a secret may not be empty, begin or end with a space, or hold control characters.',
    ],
  ])('%j', async (args, sentence) => {
    expect(await sluice(args)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` })
  })
})

test('help lists every command that works, and none that comes later', async () => {
  const { code, stdout } = await sluice(['--help'])
  expect(code).toBe(0)
  const listed = [...stdout.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name)
  expect(listed).toEqual(
    'run upload status jobs history retry cancel pause resume check template audit config secret diagnostics login logout help'.split(
      ' ',
    ),
  )
})

describe('config', () => {
  test('validate says what it found', async () => {
    const file = await config('right.json', '{ "folders": [] }')
    const right = {
      code: 0,
      stdout: `${file} is right: 0 destinations, 0 folders, 0 templates.\n`,
      stderr: '',
    }
    expect(await sluice(['config', 'validate', '--config', file])).toEqual(right)
    expect(await sluice(['--config', file, 'config', 'validate'])).toEqual(right)
    expect(await sluice(['config', 'validate', file])).toEqual(right)
  })

  test('validate tells one mistake in a sentence, and several in a line each', async () => {
    const one = await config('one.json', '{ "folder": [] }')
    expect(await sluice(['config', 'validate', one])).toEqual({
      code: 2,
      stdout: '',
      stderr: `${one}:1:3: folder is not known; did you mean "folders"? Correct the file and try again.\n`,
    })
    const two = await config('two.json', '{ "folder": [],\n"limits": 3 }')
    expect(await sluice(['config', 'validate', two])).toEqual({
      code: 2,
      stdout: '',
      stderr: `${two}:1:3: folder is not known; did you mean "folders"?\n${two}:2:11: limits must be an object in { }, not 3\n`,
    })
  })

  test('validate tells mistakes in templates, path patterns and code tables with their place', async () => {
    await config('empty.txt', 'no tab\n')
    const file = await config(
      'templates.json',
      `{ "destinations": [{ "name": "arc", "kind": "fotoware", "url": "https://acme.example",
    "auth": { "method": "none" }, "collection": null }],
  "folders": [{ "name": "hot", "path": "/srv/hot", "to": ["arc"], "pathPattern": "{event}{person}/*" }],
  "codeTables": [{ "name": "players", "path": "empty.txt" }],
  "templates": [{ "name": "press", "fields": [
    { "field": "Headlin", "value": "x" },
    { "field": "Caption", "value": ["{stem|uper}"] },
    { "field": "Caption", "value": "x", "when": "{xmp:Rating} >" } ] }] }`,
    )
    const { code, stdout, stderr } = await sluice(['config', 'validate', file])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const lines = stderr.replaceAll(`${file}:`, '').trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/^(\S+ \S+ \S+ \S+ \S+).*$/, '$1'))).toEqual([
      '3:82: folders[0].pathPattern has nothing between',
      '4:47: codeTables[0].path cannot be used:',
      '6:16: templates[0].fields[0].field is "Headlin", which',
      '7:37: templates[0].fields[1].value[0] uses the filter',
      '8:49: templates[0].fields[2].when has nothing where',
    ])
    expect(stderr).toContain('did you mean "Headline"?')
  })

  test('the default is config.json in the data folder', async () => {
    const { code, stderr } = await sluice(['status', '--data', path.join(dir, 'none')])
    expect(code).toBe(2)
    expect(stderr).toBe(
      `There is no configuration at ${path.join(dir, 'none', 'config.json')}. Write one there, or name another file with --config.\n`,
    )
  })

  test('schema is a JSON Schema', async () => {
    const { code, stdout } = await sluice(['config', 'schema'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'object',
      properties: { folders: {}, destinations: {} },
    })
  })
})

describe('secret set', () => {
  test('takes the value from stdin, without the line end of echo', async () => {
    const { code, stdout, stderr } = await sluice(['secret', 'set', 'archive', '--data', dir], {
      input: 'p w\n',
    })
    const file = path.join(dir, 'secrets.json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`The secret "archive" is set. Secrets are kept in ${file}`)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ archive: 'p w' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('nothing on stdin is wrong usage', async () => {
    expect(await sluice(['secret', 'set', 'x', '--data', dir], { input: '\n' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'sluice: no value was given for "x"; type it, or send it on stdin.\n',
    })
  })
})

test('a data folder that cannot be made is told in words', async () => {
  const file = await config('file', '')
  const { code, stderr } = await sluice(['secret', 'set', 'x', '--data', path.join(file, 'd')], {
    input: 'v',
  })
  expect(code).toBe(1)
  expect(stderr).toContain(`The data folder ${path.join(file, 'd')} cannot be used (`)
})
