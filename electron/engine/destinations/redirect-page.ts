import { createHash } from 'node:crypto'
import { inLanguage, type Phrase } from '../../../shared/phrase.ts'
import { pageLanguage } from '../../../shared/texts/page-language.ts'

/** What a person reads in the browser at the end of a sign-in. */
export interface RedirectPage {
  status: number
  title: Phrase
  words: Phrase
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem;line-height:1.3}'
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Nothing may be loaded, run, sent or framed; the address holds a code that nobody else should get to see. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const

/** @param accepted the browser's `Accept-Language` */
export function pageHtml({ title, words }: RedirectPage, accepted: string | undefined): string {
  const { name, language } = pageLanguage(accepted)
  const told = (phrase: Phrase): string => escaped(inLanguage(language, phrase.text, [phrase]))
  return `<!doctype html>
<html lang="${name}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${told(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${told(title)}</h1>
<p>${told(words)}</p>
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
