import type { FolderHealth } from '../../../shared/contract.ts'
import type { FolderConfig } from '../../../shared/config.ts'
import { type Problem, tellProblem, whatOf } from '../../../shared/problem.ts'
import { errorText } from '../errors.ts'
import { filePath, toldOf, type FileStateName, type PlacedFileRow } from '../store/files.ts'
import type { FolderRow } from '../store/places.ts'
import type { HintDoubt } from '../watch/directory-hints.ts'
import type { Volume } from '../watch/volume.ts'
import { joined, type Phrase, phraseOf, say, span, told } from '../../../shared/phrase.ts'

interface FolderFacts {
  config: FolderConfig
  row: FolderRow
  counts: Partial<Record<FileStateName, number>>
  attention: readonly PlacedFileRow[]
  unreadable: readonly { path: string; code: string }[]
  volume: Volume | null
  problem: Problem | null
  doubt: HintDoubt | null
  isPaused: boolean
  isScanning: boolean
  isScanned: boolean
  watched: number
  scanEveryMs: number
  lastHintMs: number | null
}

/** The state of a folder as data and in one line of words: how it is watched, when it was last looked through, what holds it up. */
export function folderHealth(facts: FolderFacts): Omit<FolderHealth, 'jobs'> {
  const { config, row, counts } = facts
  const files = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    name: config.name,
    path: config.path,
    state: stateOf(facts),
    ...told(wordsOf(facts, files)),
    problem: facts.problem,
    lastScanMs: row.last_scan_ms,
    lastHintMs: facts.lastHintMs,
    files,
    arriving: (counts.arriving ?? 0) + (counts.stable ?? 0),
    attention: [
      ...facts.unreadable.map(({ path, code }) => ({ path, ...told(say`cannot be read (${code})`) })),
      ...facts.attention.map((file) => ({ path: filePath(file), ...told(toldOf(file) ?? file.state) })),
    ],
  }
}

function stateOf(facts: FolderFacts): FolderHealth['state'] {
  if (facts.isPaused) return 'paused'
  if (facts.problem !== null) return 'away'
  if (facts.isScanning) return 'scanning'
  return facts.isScanned ? 'watching' : 'starting'
}

function wordsOf(facts: FolderFacts, files: number): Phrase {
  const { problem, volume, doubt, row } = facts
  if (problem !== null) return joined([whatOf(problem), phraseOf(problem.remedy, problem.said)])
  if (volume === null) return say`Not looked at yet.`
  const parts: Phrase[] = []
  if (facts.isPaused) parts.push(say`Paused: arriving files are noted, nothing is sent.`)
  const every = everyWords(facts.scanEveryMs)
  if (doubt !== null) parts.push(say`${doubt.words} Looked through ${every}.`)
  else if (volume.kind === 'network') {
    parts.push(
      say`On a ${volume.words}: changes made by other machines are found by looking through it ${every}.`,
    )
  } else
    parts.push(
      facts.watched === 1
        ? say`Watched (1 directory), looked through ${every}.`
        : say`Watched (${facts.watched} directories), looked through ${every}.`,
    )
  parts.push(say`${files} files known.`)
  if (row.learned_window_ms !== null) {
    parts.push(
      say`Files are taken after ${span(row.learned_window_ms, `${String(Math.round(row.learned_window_ms / 1000))} s`)} of quiet, since writers were seen to pause here.`,
    )
  }
  return joined(parts)
}

function everyWords(ms: number): Phrase {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return say`every ${span(seconds * 1000, `${String(seconds)} s`)}`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? say`every ${minutes} minutes` : say`every ${Math.round(minutes / 60)} hours`
}

/** Trouble that nobody foresaw, told so that nobody has to fear for files. */
export function folderTrouble(error: unknown): Problem {
  return tellProblem({
    code: 'folder-trouble',
    what: say`The folder could not be looked at.`,
    means: say`Nothing is lost; it is looked at again in a few seconds.`,
    remedy: say`If it stays so, check the disk and report this with the diagnostics file.`,
    isRetried: true,
    detail: errorText(error),
  })
}
