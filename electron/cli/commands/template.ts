import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { EngineApi } from '../../../shared/contract.ts'
import { errorCode } from '../../engine/errors.ts'
import { printable } from '../../engine/node-ports.ts'
import { DEFAULT_COLUMNS } from '../columns.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT, UsageError } from '../exit-codes.ts'
import { paintFor } from '../paint.ts'
import { previewProblems } from '../preview-facts.ts'
import { previewText } from '../preview-text.ts'
import type { Report } from '../report.ts'
import type { Terminal } from '../terminal.ts'

interface PreviewOptions extends JsonOption {
  to?: string
  folder?: string
  all?: boolean
}

/** The engine would speak of a queued file that has gone; this one never was there. @throws UsageError */
async function mustBeThere(file: string): Promise<void> {
  const error = await lstat(file).then(
    () => null,
    (cause: unknown) => cause,
  )
  const code = error === null ? '' : errorCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new UsageError(`there is no file ${printable(file)}; check its name and folder.`)
}

async function preview(
  api: EngineApi,
  report: Report,
  terminal: Terminal,
  asked: { template: string; file: string; options: PreviewOptions },
): Promise<number> {
  const { template, file, options } = asked
  const { to, folder } = options
  const found = await api.call('templates.preview', {
    template,
    path: file,
    ...(to === undefined ? {} : { destination: to }),
    ...(folder === undefined ? {} : { folder }),
  })
  report.object({ event: 'preview', ...found })
  const { columns = DEFAULT_COLUMNS, isTTY } = terminal.stdout
  report.line(
    previewText(found, {
      // Some terminals say that they have no columns at all.
      columns: isTTY === true && columns > 0 ? columns : DEFAULT_COLUMNS,
      isAll: options.all === true,
      paint: paintFor(terminal),
    }),
  )
  return previewProblems(found).length > 0 ? EXIT.failed : EXIT.done
}

export const addTemplate: AddCommand = (program, context) => {
  program
    .command('template')
    .description('what metadata templates do')
    .command('preview')
    .description('show what a template would do to a file; nothing is sent or changed')
    .argument('<name>', 'the template')
    .argument('<file>', 'a file, in a hot folder or anywhere else')
    .option('--to <destination>', 'whose fields count')
    .option('--folder <name>', 'the hot folder whose rules count')
    .option('--all', 'also the fields that the template leaves as they are')
    .option(...JSON_FLAG)
    .action(async (template: string, name: string, options: PreviewOptions) => {
      const file = path.resolve(name)
      await mustBeThere(file)
      await runWithEngine(context, options, (api, report) =>
        preview(api, report, context.terminal, { template, file, options }),
      )
    })
}
