import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Entry, numberIn, textIn, valueIn, withValue } from '../../../renderer/parts/config-entry.ts'
import { de } from '../../../renderer/texts/de.ts'
import { en } from '../../../renderer/texts/en.ts'
import { fieldPaths, storedSecrets } from '../../../renderer/views/destinations/destination-fields.ts'
import { KIND_FORMS, kindOf } from '../../../renderer/views/destinations/kinds/kinds.ts'
import { type Rule, shownRules } from '../../../renderer/views/destinations/kinds/rules.ts'
import {
  BasipConfig,
  BioidConfig,
  DESTINATION_KINDS,
  DestinationConfig,
  FotowareConfig,
  PicapportConfig,
} from '../../../shared/destination-config.ts'

const SCHEMAS = {
  fotoware: FotowareConfig,
  picapport: PicapportConfig,
  bioid: BioidConfig,
  basip: BasipConfig,
}

const COMMON = { name: 'there', url: 'https://server.example', auth: { method: 'none' } }

/** So small and so near to the corner that each of its numbers can be the largest. */
const BOX = { left: 0, top: 0, width: 1, height: 1 }

/** The least that each kind needs, and everything switched on that can be. */
const CONFIGS = {
  fotoware: { ...COMMON, kind: 'fotoware', collection: null },
  picapport: { ...COMMON, kind: 'picapport', apiKey: 'key' },
  bioid: { ...COMMON, kind: 'bioid', storage: 'bws', partition: 0, prepare: { box: BOX } },
  basip: { ...COMMON, kind: 'basip', prepare: { box: BOX } },
} as const satisfies Record<string, Entry>

function rulesOf(entry: Entry): Rule[] {
  const form = KIND_FORMS[kindOf(entry) ?? 'fotoware']
  const groups = [...form.main(en, entry), ...form.more(en, entry)]
  return shownRules([...form.signIn(en, entry), ...groups.flatMap(({ rules }) => rules)], entry)
}

const isTaken = (entry: Entry): boolean => DestinationConfig.safeParse(entry).success

describe.for(DESTINATION_KINDS)('%s', (kind) => {
  const entry: Entry = CONFIGS[kind]
  const { shape } = SCHEMAS[kind]
  const keys = Object.keys(shape).filter((key) => key !== 'kind')
  /** Fields of keys that the configuration knows. */
  const rules = rulesOf(entry).filter(({ path }) => keys.includes(path.split('.')[0] ?? ''))
  const read = (path: string): unknown =>
    valueIn(DestinationConfig.parse(withValue(entry, path, undefined)), path)

  test('every key of the configuration has a field', () => {
    const paths = fieldPaths(en, entry)
    expect(keys.filter((key) => !paths.includes(key))).toEqual([])
  })

  test('every field has a key in the configuration', () => {
    const names = new Set(rulesOf(entry).map(({ path }) => path.split('.')[0] ?? ''))
    expect([...names].filter((name) => !keys.includes(name))).toEqual([])
  })

  test('numbers have the bounds and the standard of the configuration', () => {
    const numbers = rules.filter((rule) => rule.control === 'number')
    expect(numbers).not.toEqual([])
    for (const { path, standard, least, most } of numbers) {
      const taken = [least - 1, least, most, most + 1].map((value) => isTaken(withValue(entry, path, value)))
      expect([path, ...taken]).toEqual([path, false, true, true, false])
      if (standard !== null) expect([path, read(path)]).toEqual([path, standard])
    }
  })

  test('choices, checks and texts have the values and the standard of the configuration', () => {
    for (const rule of rules) {
      const { path, control } = rule
      if (control === 'choice') {
        const values = rule.choices.map(({ value }) => value)
        const known: unknown = Object.entries(shape).find(([key]) => key === path)?.[1]
        if (known instanceof z.ZodDefault)
          expect(Options.parse(known.unwrap()).options.toSorted()).toEqual(values.toSorted())
        expect(values.filter((value) => !isTaken(withValue(entry, path, value)))).toEqual([])
      }
      if (control === 'choice' || control === 'check')
        expect([path, read(path)]).toEqual([path, rule.standard])
      if (control === 'text' && rule.standard !== undefined) {
        const standard = rule.standard === '' ? (rule.isNullable === true ? null : undefined) : rule.standard
        expect([path, read(path)]).toEqual([path, standard])
      }
      if (control === 'text' && rule.isNullable === true)
        expect(isTaken(withValue(entry, path, null))).toBe(true)
      if (control === 'switch') expect([path, isTaken(withValue(entry, path, rule.on))]).toEqual([path, true])
    }
  })

  test('a new one lacks only what a person has to say', () => {
    const { fresh, methods } = KIND_FORMS[kind]
    expect(kindOf(fresh)).toBe(kind)
    expect(Object.keys(methods)[0]).toBe(textIn(fresh, 'auth.method'))
    const filled = [...rulesOf(fresh), { path: 'name' }, { path: 'url' }]
      .filter(
        ({ path }) => textIn(fresh, path) === '' && (valueIn(fresh, path) === '' || path === 'partition'),
      )
      .reduce(
        (all, { path }) => withValue(all, path, path === 'url' ? COMMON.url : path === 'partition' ? 0 : 'x'),
        kind === 'fotoware' ? withValue(fresh, 'collection', '/fotoweb/') : fresh,
      )
    expect(DestinationConfig.safeParse(filled).error?.issues ?? []).toEqual([])
  })

  test('every way to sign in can be chosen, in both languages', () => {
    const { methods, methodChoices } = KIND_FORMS[kind]
    for (const texts of [en, de]) {
      expect(methodChoices(texts).map(({ value }) => value)).toEqual(Object.keys(methods))
      expect(
        Object.keys(methods).filter((method) => !Object.hasOwn(texts.destinations.auth, method)),
      ).toEqual([])
    }
  })
})

const Options = z.object({ options: z.array(z.string()) })

test('rules are there only while what they belong to is switched on', () => {
  const isShown = (entry: Entry, path: string): boolean => rulesOf(entry).some((rule) => rule.path === path)
  expect(isShown({ ...CONFIGS.basip, prepare: null }, 'prepare.maxWidth')).toBe(false)
  expect(isShown({ ...CONFIGS.basip, prepare: {} }, 'prepare.maxWidth')).toBe(true)
  expect(isShown(CONFIGS.basip, 'prepare.format')).toBe(false)
  expect(isShown(CONFIGS.bioid, 'prepare.format')).toBe(true)
  const browser = { ...CONFIGS.fotoware, auth: { method: 'browser', clientId: 'x' } }
  expect(isShown(browser, 'auth.redirectPorts')).toBe(true)
  expect(isShown(CONFIGS.fotoware, 'auth.redirectPorts')).toBe(false)
})

test('the secrets that can be entered are those that this way to sign in has, and that no variable holds', () => {
  const names = (entry: Entry): string[] => storedSecrets(en, entry).map(({ path }) => path)
  const password = { method: 'password', user: 'anna', secret: 'mine' }
  expect(names({ kind: 'picapport', auth: password })).toEqual(['auth.secret'])
  expect(names({ kind: 'picapport', auth: password, apiKey: 'key' })).toEqual(['auth.secret', 'apiKey'])
  expect(names({ kind: 'picapport', auth: { method: 'anonymous' }, apiKey: null })).toEqual([])
  expect(names({ kind: 'basip', auth: { ...password, secret: { env: 'PANEL' } } })).toEqual([])
  expect(names({ kind: 'bioid', auth: { method: 'token-url', url: '' } })).toEqual([])
  expect(names({ kind: 'bioid', auth: { method: 'token-url', url: '', secret: 'x' } })).toEqual([
    'auth.secret',
  ])
})

test('a card tells where files go and by which rules', () => {
  const facts = (entry: Entry): string[] =>
    KIND_FORMS[kindOf(entry) ?? 'fotoware'].facts(en, entry).map(([, words]) => words)
  expect(facts(CONFIGS.picapport)).toEqual([
    'https://server.example',
    '2 requests with 1 photo each',
    'folders become tags, those with «@» become persons',
  ])
  expect(facts({ ...CONFIGS.picapport, folderTags: false, personFolders: null }).at(-1)).toBe(
    'folders become no tags, and no persons',
  )
  expect(facts({ ...CONFIGS.bioid, samples: 1, quietMs: 1500 })).toEqual([
    'https://server.example · storage bws, partition 0',
    'Enrol · 1 sample of a person, or fewer after 1.5 s',
  ])
  expect(facts({ ...CONFIGS.basip, lock: 'all' }).at(-1)).toBe(
    'An owner · opens: All locks · known names: Replace the face',
  )
  expect(numberIn(CONFIGS.fotoware, 'files')).toBeNull()
  expect(facts(CONFIGS.fotoware).at(-1)).toBe('2 files, 3 parts of each')
})
