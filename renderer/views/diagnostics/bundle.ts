/** One text that goes to support. */
export interface BundleFile {
  name: string
  text: string
}

/** All texts in one, each under a line with its name: readable without any program. */
export function bundleText(files: readonly BundleFile[], madeAt: Date): string {
  const head = `Sluice diagnostics, ${madeAt.toISOString()}\nHolds: ${files.map(({ name }) => name).join(', ')}\n`
  const parts = files.map(({ name, text }) => `\n===== ${name} =====\n${text.replace(/\n*$/, '\n')}`)
  return head + parts.join('')
}

/** Bytes of a text in UTF-8. */
export function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
