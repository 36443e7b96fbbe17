import { cellsOf } from './markdown.ts'

export interface Example {
  template: string
  gives: string
}

/** The examples of the page about templates: each of them is a test, so none of them is wrong. */
export function examplesOf(page: string): Example[] {
  const lines = page.split('\n')
  const found: Example[] = []
  let isTable = false
  for (const line of lines) {
    if (!line.startsWith('|')) isTable = false
    else {
      const [template = '', gives = ''] = cellsOf(line)
      if (template === 'template' && gives === 'gives') isTable = true
      else if (isTable && template.startsWith('`')) {
        found.push({
          template: template.slice(1, -1),
          gives: gives.replaceAll('` `', ' · ').replaceAll('`', ''),
        })
      }
    }
  }
  return found
}

/** The first example that shows a token or a filter; null where the page has none. */
export function exampleFor(
  examples: readonly Example[],
  kind: 'token' | 'filter',
  name: string,
): Example | null {
  const form = new RegExp(kind === 'token' ? `\\{${name}[:}]` : `\\|${name}[:|}]`)
  const shown = examples.filter(({ template, gives }) => form.test(template) && gives !== '(nothing)')
  return shown.find(({ template }) => template.startsWith(`{${name}`)) ?? shown[0] ?? null
}
