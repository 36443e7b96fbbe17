import { readFile } from 'node:fs/promises'

export function say(words: string): void {
  console.log(words)
}

/** One line of the report. */
export function row(what: string, value: string): void {
  say(`${what.padEnd(48)} ${value}`)
}

/** What else the machine does: jobs that want a processor, over the last minute, 5 and 15 minutes (proc(5)). */
export async function machineLoad(): Promise<string> {
  const text = await readFile('/proc/loadavg', 'utf8').catch(() => 'unknown')
  return text.split(' ').slice(0, 3).join(' ')
}
