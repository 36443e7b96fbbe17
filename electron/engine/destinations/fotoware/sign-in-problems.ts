import { type Problem, retold, tellProblem, whatOf } from '../../../../shared/problem.ts'
import { ProblemError, UploadError } from '../../errors.ts'
import { LICENCE } from './auth.ts'
import type { Refusal } from './token-reply.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** How a person signs in, as the end of a sentence that they read. */
export function loginRemedy(name: string): Phrase {
  return say`Sign in with the button «Sign in» of this destination, or with «sluice login ${shellWord(name)}».`
}

/** Names may hold spaces, and the command is copied. */
function shellWord(name: string): string {
  return /^[\w.@-]+$/.test(name) ? name : JSON.stringify(name)
}

/** @param detail the server's words; without them nobody has signed in yet */
export function signInNeeded(name: string, detail?: string): UploadError {
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what:
      detail === undefined
        ? say`Nobody is signed in at «${name}».`
        : say`The sign-in at «${name}» has ended: the archive does not renew it any more.`,
    means: say`Nothing is lost: uploads to it wait.`,
    remedy: loginRemedy(name),
    isRetried: false,
    ...(detail === undefined ? {} : { detail }),
  })
}

/** The archive refuses for a reason that another sign-in alone does not mend. */
export function signInRefused(name: string, { error, detail }: Refusal): UploadError {
  const isClient = error === 'invalid_client' || error === 'unauthorized_client'
  const remedy = isClient
    ? say`Check "clientId" of this destination: it must be registered at the archive as a native application.`
    : error === 'access_denied'
      ? LICENCE
      : loginRemedy(name)
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: say`The archive refused the sign-in at «${name}».`,
    means: say`Nothing is lost: uploads to it wait.`,
    remedy,
    isRetried: false,
    detail,
  })
}

/** In the browser the answer was no. */
export function signInDenied(name: string, { error, detail }: Refusal): Problem {
  const isDenied = error === 'access_denied'
  return tellProblem({
    code: 'sign-in-refused',
    what: isDenied
      ? say`The sign-in at «${name}» was refused: somebody chose not to let Sluice in, or the account may not.`
      : say`The archive could not complete the sign-in at «${name}».`,
    remedy: isDenied
      ? say`Sign in again and agree. ${LICENCE}`
      : say`Begin it again. If it stays so, show the administrator of the archive these words: ${detail}`,
    isRetried: false,
    detail,
  })
}

/** The last step, between Sluice and the archive, went wrong. A code works once, so nothing goes on by itself. */
export function signInFailed(name: string, problem: Problem): Problem {
  return retold(problem, {
    what: say`The sign-in at «${name}» could not be completed: ${whatOf(problem)}`,
    means: say`Nothing has changed.`,
    ...(problem.isRetried ? { remedy: say`Begin the sign-in again.` } : {}),
    isRetried: false,
  })
}

/** @param redirectUri the address that the archive must know */
export function signInTimedOut(name: string, minutes: number, redirectUri: string): Problem {
  return tellProblem({
    code: 'sign-in-timed-out',
    what: say`Nobody signed in at «${name}» within ${minutes} minutes.`,
    remedy: say`Begin the sign-in again. If the browser showed an error of the archive, check "clientId", and that ${redirectUri} is registered there as a redirect address.`,
    isRetried: false,
  })
}

export function signInCancelled(name: string): Problem {
  return tellProblem({
    code: 'sign-in-cancelled',
    what: say`The sign-in at «${name}» was ended before it was complete.`,
    remedy: say`Begin it again at any time.`,
    isRetried: false,
  })
}

/** @param why the store refused, or the archive gave nothing that could be kept */
export function notKept(name: string, why: 'store' | 'archive', detail: string): Problem {
  const isStore = why === 'store'
  return tellProblem({
    code: 'sign-in-not-kept',
    what: isStore
      ? say`The sign-in at «${name}» works, but could not be stored.`
      : say`The sign-in at «${name}» works, but the archive does not let Sluice renew it.`,
    means: isStore
      ? say`It lasts until Sluice ends; then somebody has to sign in again.`
      : say`It lasts as long as the archive lets it; then somebody has to sign in again.`,
    remedy: isStore
      ? say`Unlock the keyring of this user or make the data folder writable, then sign in again.`
      : say`Ask the administrator of the archive to register Sluice as a native application.`,
    isRetried: false,
    detail,
  })
}

export function portsTaken(name: string, ports: readonly number[]): ProblemError {
  const list = ports.join(', ')
  return new ProblemError({
    code: 'redirect-ports-taken',
    what: say`The sign-in at «${name}» cannot begin: other programs use ${ports.length === 1 ? say`port ${list}` : say`the ports ${list}`} of this computer.`,
    remedy: say`End a sign-in that is under way elsewhere, or add another port to "redirectPorts"; it must be registered at the archive as well.`,
    isRetried: false,
  })
}

export function noneBegun(name: string): ProblemError {
  return new ProblemError({
    code: 'no-sign-in-begun',
    what: say`No sign-in at «${name}» has been begun.`,
    remedy: loginRemedy(name),
    isRetried: false,
  })
}
