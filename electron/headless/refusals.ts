import { createHash } from 'node:crypto'
import { inLanguage, type Phrase, say } from '../../shared/phrase.ts'
import { type Problem, tellProblem } from '../../shared/problem.ts'
import { problemIn } from '../../shared/texts/languages.ts'
import { pageLanguage } from '../../shared/texts/page-language.ts'
import { CONTENT_POLICY } from './security-headers.ts'
import type { Refusal } from './gate.ts'

export interface RefusedAnswer {
  status: number
  problem: Problem
}

function refused(status: number, code: string, what: Phrase, remedy: Phrase): RefusedAnswer {
  return { status, problem: tellProblem({ code, what, remedy, isRetried: false }) }
}

const ANSWERS: Record<Refusal | 'too-many', RefusedAnswer> = {
  'wrong-host': refused(
    403,
    'wrong-host',
    say`This window is not known under the name that stands in the address.`,
    say`Open it by the address that Sluice printed. Through a tunnel (ssh -L) use the same port on both sides; behind a reverse proxy start Sluice with --ui-remote and the name of the proxy.`,
  ),
  'foreign-page': refused(
    403,
    'foreign-page',
    say`Another page has asked for something in the name of this window.`,
    say`Nothing was done. Close that page if you do not know it.`,
  ),
  'no-origin': refused(
    403,
    'no-origin',
    say`It is not known which page asks.`,
    say`A program sends the token along as «Authorization: Bearer TOKEN».`,
  ),
  'no-token': refused(
    401,
    'token-needed',
    say`This window opens with a token.`,
    say`Open the address that Sluice printed when it was started. It ends in ?token= and the text in the file «ui-token» of the data folder. If you came here by a link, choose «Open the window».`,
  ),
  'wrong-token': refused(
    401,
    'wrong-token',
    say`This token is not the right one.`,
    say`Open the address that Sluice printed when it was started. It ends in ?token= and the text in the file «ui-token» of the data folder.`,
  ),
  'too-many': refused(
    429,
    'too-many-tokens',
    say`Too many wrong tokens were tried.`,
    say`Wait a minute, then open the address that Sluice printed when it was started.`,
  ),
}

export function answerTo(refusal: Refusal | 'too-many'): RefusedAnswer {
  return ANSWERS[refusal]
}

const OPEN = say`Open the window`

const STYLE =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}' +
  'body{max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.25rem}'

/** The content policy of the page below: it may have its own style, and nothing else. */
export const PAGE_POLICY = CONTENT_POLICY.replace(
  "style-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
).replace("script-src 'self'; ", '')

/**
 * A small page in place of the window: says what happened and what to do.
 * @param accepted the browser's `Accept-Language`
 */
export function refusalPage({ status, problem }: RefusedAnswer, accepted: string | undefined): string {
  const { name, language } = pageLanguage(accepted)
  const { what, remedy } = problemIn(language, problem)
  // Cookies do not come along where a link from another page led here; they do from this page.
  const link = status === 401 ? `<p><a href="/">${inLanguage(language, OPEN.text, [OPEN])}</a></p>` : ''
  return (
    `<!doctype html><html lang="${name}"><meta charset="utf-8"><title>Sluice</title><style>${STYLE}</style>` +
    `<h1>${what}</h1><p>${remedy}</p>${link}</html>\n`
  )
}
