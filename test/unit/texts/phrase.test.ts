import { expect, test } from 'vitest'
import {
  Problem,
  problemPhrase,
  problemSentence,
  retold,
  tellProblem,
  whatOf,
} from '../../../shared/problem.ts'
import {
  inLanguage,
  joined,
  keptPhrase,
  moment,
  type Phrase,
  say,
  size,
  span,
  told,
  withoutPhrases,
} from '../../../shared/phrase.ts'
import { Formats } from '../../../shared/texts/formats.ts'
import { languageOf, problemIn, sentenceIn } from '../../../shared/texts/languages.ts'
import { connectionError, offlineError } from '../../../electron/engine/destinations/connection-problems.ts'
import { replyError } from '../../../electron/engine/destinations/fotoware/problems.ts'

const german = languageOf('de', new Formats('de-DE'))
const english = languageOf('en', new Formats('en-GB'))
const url = new URL('https://archive.example/')

const inGerman = (phrase: Phrase): string => inLanguage(german, phrase.text, [phrase])

test('a phrase is its English sentence, and what varies in it', () => {
  expect(say`${'A.jpg'} is not in ${'hot'}.`).toEqual({
    text: 'A.jpg is not in hot.',
    id: '{0} is not in {1}.',
    values: ['A.jpg', 'hot'],
  })
})

test('a problem of the network is told in German, with its values as Germans write them', () => {
  const { problem } = offlineError(url, 120_000)
  expect(problemIn(german, problem)).toEqual({
    what: 'archive.example hat seit 120 s weder geantwortet noch ein Byte angenommen.',
    means: undefined,
    remedy: 'Sluice versucht es von selbst noch einmal. Bleibt es so, prüfen Sie die Leitung.',
  })
  const refused = connectionError(url, Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).problem
  expect(sentenceIn(german, refused)).toBe(
    'archive.example nimmt keine Verbindungen an. Prüfen Sie, ob der Server läuft und ob Adresse und Port stimmen.',
  )
})

test('a phrase inside a phrase is told in the language as well', () => {
  const reply = { status: 500, headers: {}, text: '', requestId: null }
  const { problem } = replyError(reply, say`sending part ${3} of ${1200}`)
  expect(problem.what).toBe('The server had an error (500) while sending part 3 of 1200.')
  expect(inLanguage(german, problem.what, problem.said)).toBe(
    'Der Server hatte beim Senden von Teil 3 von 1.200 einen Fehler (500).',
  )
})

test('sizes, spans and points in time are written by each language', () => {
  expect(inGerman(joined([say`quiet for ${span(1200, '1.2 s')} of ${span(2000, '2 s')}`]))).toBe(
    'ruhig seit 1,2 s von 2 s',
  )
  const large = say`${'a.mov'} is larger than the archive takes (${size(21_500_000, '20.5 MiB')}).`
  expect(inGerman(large)).toMatch(/^a\.mov ist größer, als das Archiv annimmt \(21,5\sMB\)\.$/)
  const atMs = Date.UTC(2026, 4, 1, 10)
  const same = say`Same content as ${'a.jpg'}, delivered ${moment(atMs)}.`
  expect(same.text).toBe('Same content as a.jpg, delivered 2026-05-01T10:00:00.000Z.')
  expect(inGerman(same)).toMatch(/^Gleicher Inhalt wie a\.jpg, geliefert 0?1\.0?5\.2026/)
  expect(inLanguage(english, same.text, [same])).toMatch(/delivered 1 May 2026/)
})

test('a stored problem without phrases shows its own text', () => {
  const stored = Problem.parse(
    JSON.parse('{"code":"x","what":"The archive is closed.","remedy":"Wait.","isRetried":true}'),
  )
  expect(problemIn(german, stored)).toEqual({
    what: 'The archive is closed.',
    means: undefined,
    remedy: 'Wait.',
  })
})

test('phrases survive being stored, and what is broken in them does not cost the problem', () => {
  const { problem } = offlineError(url, 60_000)
  const back = Problem.parse(JSON.parse(JSON.stringify(problem)))
  expect(sentenceIn(german, back)).toBe(sentenceIn(german, problem))
  const broken = Problem.parse({ ...problem, said: [{ text: 7 }] })
  expect(broken.said).toBeUndefined()
  expect(sentenceIn(german, broken)).toBe(problemSentence(problem))
})

test('a sentence that no catalogue knows, and values that are missing, stay English', () => {
  const newer = { text: 'A new sentence.', id: 'A new sentence.', values: [] }
  expect(inGerman(newer)).toBe('A new sentence.')
  const cut = { ...say`${'x'} cannot be reached.`, values: [] }
  expect(inGerman(cut)).toBe('x cannot be reached.')
})

test('a problem told anew drops no phrase that still counts, and shows none that does not', () => {
  const { problem } = offlineError(url, 60_000)
  const anew = retold(problem, { remedy: say`Nothing to do.`, isRetried: false })
  expect(anew).toMatchObject({ what: problem.what, remedy: 'Nothing to do.', isRetried: false })
  expect(problemIn(german, anew).remedy).toBe('Nichts zu tun.')
  expect(problemIn(german, anew).what).toContain('hat seit')
  expect(problemIn(german, { ...problem, remedy: 'By hand.' }).remedy).toBe('By hand.')
})

test('names are never taken for places or instructions', () => {
  const name = '{1} $& {0}.jpg'
  expect(inGerman(say`${name} is no longer there.`)).toBe('{1} $& {0}.jpg ist nicht mehr da.')
})

test('a problem becomes part of a longer sentence', () => {
  const problem = tellProblem({
    code: 'x',
    what: say`Ready.`,
    remedy: say`Nothing to do.`,
    isRetried: true,
  })
  const line = say`Travels with ${'a.jpg'}: ${say`waiting`}. ${problemPhrase(problem)}`
  expect(line.text).toBe('Travels with a.jpg: waiting. Ready. Nothing to do.')
  expect(inGerman(line)).toBe('Reist mit a.jpg: wartet. Bereit. Nichts zu tun.')
  expect(whatOf({ ...problem, what: 'Plain.' })).toBe('Plain.')
})

test('kept phrases are read as they are; another text, or none, is shown alone', () => {
  const phrase = say`just arrived`
  expect(keptPhrase('just arrived', JSON.stringify(phrase))).toEqual(phrase)
  expect(keptPhrase('still growing', JSON.stringify(phrase))).toBe('still growing')
  expect(keptPhrase('just arrived', null)).toBe('just arrived')
  expect(keptPhrase('just arrived', '{')).toBe('just arrived')
})

test('programs get the text alone', () => {
  const row = { path: 'a.jpg', ...told(say`just arrived`) }
  expect(JSON.parse(JSON.stringify(row, withoutPhrases))).toEqual({ path: 'a.jpg', words: 'just arrived' })
})
