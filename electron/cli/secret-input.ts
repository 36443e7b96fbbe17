import readline from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from './exit-codes.ts'
import type { TextInput, TextOutput } from './terminal.ts'

const MAX_SECRET_CHARS = 64 * 1024

async function readAll(stdin: TextInput): Promise<string> {
  let text = ''
  stdin.setEncoding('utf8')
  for await (const chunk of stdin) {
    text += String(chunk)
    if (text.length > MAX_SECRET_CHARS) throw new UsageError('what came on stdin is too long for a secret.')
  }
  // `echo secret |` adds a line end that nobody meant.
  return text.replace(/\r?\n$/, '')
}

/** Null when the person gave up with Ctrl-C or Ctrl-D. */
function ask(prompt: string, stdin: TextInput, stderr: TextOutput): Promise<string | null> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done()
    },
  })
  const lines = readline.createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 })
  stderr.write(prompt)
  return new Promise((resolve) => {
    lines.once('SIGINT', () => {
      lines.close()
    })
    lines.once('close', () => {
      resolve(null)
    })
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
  }).then((line) => {
    stderr.write('\n')
    return typeof line === 'string' ? line : null
  })
}

/**
 * A secret from stdin: typed without echo at a terminal, else all that comes, without its last line end.
 * @returns null when the person gave up
 * @throws UsageError when nothing was given
 */
export async function readSecret(name: string, stdin: TextInput, stderr: TextOutput): Promise<string | null> {
  const isTyped = stdin.isTTY === true
  const value = isTyped
    ? await ask(`Secret "${name}" (it is not shown): `, stdin, stderr)
    : await readAll(stdin)
  if (value === '') throw new UsageError(`no value was given for "${name}"; type it, or send it on stdin.`)
  return value
}
