import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { EngineApi, DeliveryRow, Input } from '../../../shared/contract.ts'
import { ProblemError } from '../../engine/errors.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { csvHead, csvLine } from '../../../shared/delivery-csv.ts'
import { deliveryText } from '../delivery-text.ts'
import { EXIT } from '../exit-codes.ts'
import { writeWhole } from '../output-file.ts'
import type { Report } from '../report.ts'
import { counted } from '../words.ts'

const PAGE = 500
const SHOWN = 50

interface HistoryOptions extends JsonOption {
  find?: string
  csv?: string
}

interface Page {
  deliveries: DeliveryRow[]
  next: number | null
}

/** Null when the rows carry so much metadata that so many of them are too long for one answer. */
async function pageOrNull(api: EngineApi, input: Input<'history.search'>): Promise<Page | null> {
  try {
    return await api.call('history.search', input)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'answer-too-large' && input.limit > 1)
      return null
    throw error
  }
}

/** Every delivery that fits, newest first. */
async function* deliveryPages(
  api: EngineApi,
  find: string | undefined,
  limit: number,
): AsyncGenerator<DeliveryRow[]> {
  let before: number | null = null
  let rows = limit
  for (;;) {
    const page: Page | null = await pageOrNull(api, {
      ...(find === undefined ? {} : { find }),
      ...(before === null ? {} : { before }),
      limit: rows,
    })
    if (page === null) {
      rows = Math.ceil(rows / 4)
      continue
    }
    yield page.deliveries
    if (page.next === null) return
    before = page.next
  }
}

/** @returns the number of deliveries written */
async function exportCsv(api: EngineApi, file: string, find: string | undefined): Promise<number> {
  let count = 0
  await writeWhole(file, async (partial) => {
    async function* texts(): AsyncGenerator<string> {
      yield csvHead()
      for await (const rows of deliveryPages(api, find, PAGE)) {
        count += rows.length
        yield rows.map(csvLine).join('')
      }
    }
    await pipeline(texts, createWriteStream(partial, { flags: 'wx' }))
  })
  return count
}

function deliveryObject({ id, jobId, ...row }: DeliveryRow): { event: string } & Record<string, unknown> {
  return { event: 'done', job: jobId, delivery: id, ...row }
}

async function listHistory(api: EngineApi, report: Report, find: string | undefined): Promise<number> {
  let count = 0
  for await (const rows of deliveryPages(api, find, PAGE)) {
    count += rows.length
    for (const row of rows) report.object(deliveryObject(row))
  }
  return count
}

async function showNewest(api: EngineApi, report: Report, find: string | undefined): Promise<number> {
  let count = 0
  for await (const rows of deliveryPages(api, find, SHOWN)) {
    for (const row of rows.slice(0, SHOWN - count)) report.line(deliveryText(row))
    count += rows.length
    if (count < SHOWN) continue
    report.line(`The newest ${SHOWN} are shown; all of them with --csv FILE or --json.`)
    break
  }
  return count
}

async function showHistory(api: EngineApi, report: Report, find: string | undefined): Promise<number> {
  const count = await (report.isJson ? listHistory : showNewest)(api, report, find)
  if (count === 0) report.line('No delivery fits.')
  return EXIT.done
}

export const addHistory: AddCommand = (program, context) => {
  program
    .command('history')
    .description('every delivery with its receipt, newest first')
    .option('--find <text>', 'only deliveries whose path or receipt holds this text')
    .option('--csv <file>', 'write all of them to a file for spreadsheets')
    .option(...JSON_FLAG)
    .action((options: HistoryOptions) =>
      runWithEngine(context, options, async (api, report) => {
        if (options.csv === undefined) return showHistory(api, report, options.find)
        const file = path.resolve(options.csv)
        report.line(
          `${counted(await exportCsv(api, file, options.find), 'delivery', 'deliveries')} in ${file}`,
        )
        return EXIT.done
      }),
    )
}
