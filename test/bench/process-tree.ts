import { readdir, readFile } from 'node:fs/promises'

/** Linux counts in steps of a hundredth of a second (time(7), `sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100

/** Seconds of processor that a process and all that it has started have used so far (proc(5): utime and stime). */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const table = await processTable()
  const seconds = (of: number): number => {
    const children = [...table].filter(([, { parent }]) => parent === of)
    return (table.get(of)?.seconds ?? 0) + children.reduce((sum, [child]) => sum + seconds(child), 0)
  }
  return seconds(pid)
}

/** The processes that a process has started, and those that they have started, whose command line holds some words. */
export async function descendantsOf(pid: number, words: string): Promise<number[]> {
  const table = await processTable()
  const below = (of: number): number[] =>
    [...table].filter(([, { parent }]) => parent === of).flatMap(([child]) => [child, ...below(child)])
  const found: number[] = []
  for (const child of below(pid)) {
    const line = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(words)) found.push(child)
  }
  return found
}

async function processTable(): Promise<Map<number, { parent: number; seconds: number }>> {
  const table = new Map<number, { parent: number; seconds: number }>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The name of the program stands in brackets and may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, user, system] = [fields[1], fields[11], fields[12]]
    if (parent === undefined || user === undefined || system === undefined) continue
    table.set(Number(name), { parent, seconds: (user + system) / TICKS_PER_SECOND })
  }
  return table
}
