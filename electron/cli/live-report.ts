import { createLogUpdate } from 'log-update'
import type { FileEvent } from '../../shared/contract.ts'
import { DEFAULT_COLUMNS } from './columns.ts'
import { paintFor } from './paint.ts'
import { progressLines, type ProgressView } from './progress.ts'
import { eventLine, openReport, type Report } from './report.ts'
import type { Terminal } from './terminal.ts'
import { isGivenUp } from '../../shared/job.ts'

const DRAW_EVERY_MS = 250

export interface ProgressSource {
  event(event: FileEvent): void
  view(nowMs: number): ProgressView
}

/** A report that must be closed: a live display leaves its last frame and gives the terminal back. */
export type LiveReport = Report & { close(): void }

/** At a terminal: what is going on, redrawn in place, and above it what stays to be read. */
function openDisplay(terminal: Terminal, source: ProgressSource): LiveReport {
  const { stdout, stderr } = terminal
  const draw = createLogUpdate(stdout)
  const paint = paintFor(terminal)
  const plain = openReport({ stdout, stderr }, false)
  const redraw = (): void => {
    draw(progressLines(source.view(performance.now()), stdout.columns ?? DEFAULT_COLUMNS, paint).join('\n'))
  }
  const stay = (text: string): void => {
    draw.persist(text)
  }
  const timer = setInterval(redraw, DRAW_EVERY_MS)
  // Lines of the old width would break in the wrong places.
  const onResize = (): void => {
    draw.clear()
    redraw()
  }
  stdout.on('resize', onResize)
  return {
    ...plain,
    event: (event) => {
      source.event(event)
      const line = plain.isNew(event) && event.event !== 'done' ? eventLine(event) : null
      if (line !== null) stay(isGivenUp(event.event) ? paint('red', line) : line)
    },
    line: stay,
    note: stay,
    close: () => {
      clearInterval(timer)
      stdout.off('resize', onResize)
      redraw()
      draw.done()
    },
  }
}

/** JSON for programs, a live display at a terminal, else plain lines. */
export function openLiveReport(terminal: Terminal, isJson: boolean, source: ProgressSource): LiveReport {
  // Some terminals do not tell their width (serial lines, recorders): nothing can be redrawn there.
  const { isTTY, columns = DEFAULT_COLUMNS } = terminal.stdout
  if (!isJson && isTTY === true && columns > 0) return openDisplay(terminal, source)
  const report = openReport(terminal, isJson)
  return {
    ...report,
    event: (event) => {
      source.event(event)
      report.event(event)
    },
    close: () => undefined,
  }
}
