import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import ts from 'typescript'
import { archives } from '../../../shared/texts/de/archives.ts'
import { configuration } from '../../../shared/texts/de/configuration.ts'
import { deliveries } from '../../../shared/texts/de/deliveries.ts'
import { faces } from '../../../shared/texts/de/faces.ts'
import { folders } from '../../../shared/texts/de/folders.ts'
import { ignored } from '../../../shared/texts/de/ignored.ts'
import { metadata } from '../../../shared/texts/de/metadata.ts'
import { panels } from '../../../shared/texts/de/panels.ts'
import { picapport } from '../../../shared/texts/de/picapport.ts'
import { program } from '../../../shared/texts/de/program.ts'
import { signIn } from '../../../shared/texts/de/sign-in.ts'
import { templates } from '../../../shared/texts/de/templates.ts'
import { uploads } from '../../../shared/texts/de/uploads.ts'
import { de } from '../../../shared/texts/de.ts'

const ROOMS = [
  archives,
  configuration,
  deliveries,
  faces,
  folders,
  ignored,
  metadata,
  panels,
  picapport,
  program,
  signIn,
  templates,
  uploads,
]

/** The sources in which sentences are made. The command line speaks English alone. */
const sources = globSync('{electron,shared,renderer}/**/*.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('electron/cli/') && !file.startsWith('shared/texts/'))

function nodesIn(file: string): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))
  return found
}

function idOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text
  const rest = template.templateSpans.map(({ literal }, index) => `{${String(index)}}${literal.text}`)
  return template.head.text + rest.join('')
}

/** The ids of all phrases that hold a word, with the file that makes them. */
const said = new Map(
  sources.flatMap((file) =>
    nodesIn(file).flatMap((node): [string, string][] => {
      const isSaid = ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say'
      return isSaid && /\p{L}/u.test(idOf(node.template)) ? [[idOf(node.template), file]] : []
    }),
  ),
)

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).toSorted()
}

test('there are sentences to compare', () => {
  expect(said.size).toBeGreaterThan(600)
})

test('every sentence has its German one, with the same places for values', () => {
  const missing = [...said].filter(([id]) => !Object.hasOwn(de, id)).map(([id, file]) => `${file}: ${id}`)
  expect(missing).toEqual([])
  const different = [...said.keys()].filter(
    (id) => placesIn(id).join() !== placesIn(de[id] ?? '').join() || de[id]?.trim() === '',
  )
  expect(different).toEqual([])
})

test('no German sentence is left of one that is no longer said, and none stands in two rooms', () => {
  expect(Object.keys(de).filter((id) => !said.has(id))).toEqual([])
  expect(ROOMS.reduce((sum, room) => sum + Object.keys(room).length, 0)).toBe(Object.keys(de).length)
})

/** Properties that hold what people read, in objects that cross to a face. */
const READ = new Set(['what', 'means', 'remedy', 'words', 'because', 'leftOut', 'error'])
/** What only a terminal or the page of a redirect shows, and the shell's own catalogue of two languages. */
const OTHERS =
  /redirect|browser-sign-in|shell\/words|headless\/(open-window|ui-token)|template\/code-tables|renderer\/(texts|views|parts)|control\/(connection|control-)/

test('what crosses to a window is said, not only written', () => {
  const plain = sources
    .filter((file) => !OTHERS.test(file))
    .flatMap((file) =>
      nodesIn(file).flatMap((node) => {
        if (!ts.isPropertyAssignment(node) || !READ.has(node.name.getText())) return []
        const { initializer } = node
        const isPlain = ts.isStringLiteralLike(initializer) || ts.isTemplateExpression(initializer)
        return isPlain && / /.test(initializer.getText()) ? [`${file}: ${initializer.getText()}`] : []
      }),
    )
  expect(plain).toEqual([])
})
