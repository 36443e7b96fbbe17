import { AUDIT_STATES, type EngineApi, type AuditLine } from '../../../shared/contract.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import type { Report } from '../report.ts'
import { tableText } from '../table.ts'
import { counted } from '../words.ts'
import { printable } from '../../engine/node-ports.ts'

/** What a person has to look at is listed by name. */
const LISTED: readonly AuditLine['state'][] = ['failed', 'rejected', 'orphan', 'unaccounted']

async function audit(api: EngineApi, report: Report, folder: string): Promise<number> {
  const totals = new Map<AuditLine['state'], number>(AUDIT_STATES.map((state) => [state, 0]))
  let after: string | null = null
  do {
    const page: { lines: AuditLine[]; next: string | null } = await api.call('folders.audit', {
      folder,
      ...(after === null ? {} : { after }),
    })
    for (const line of page.lines) {
      totals.set(line.state, (totals.get(line.state) ?? 0) + 1)
      report.object({ event: 'audit', folder, ...line })
      if (LISTED.includes(line.state))
        report.line(`${line.state}: ${printable(line.path)}: ${printable(line.words)}`)
    }
    after = page.next
  } while (after !== null)
  const files = [...totals.values()].reduce((sum, count) => sum + count, 0)
  const unaccounted = totals.get('unaccounted') ?? 0
  report.object({ event: 'totals', folder, files, ...Object.fromEntries(totals) })
  report.line(
    tableText(
      ['STATE', 'FILES'],
      [...totals].map(([state, count]) => [state, String(count)]),
    ),
  )
  report.line(
    unaccounted === 0
      ? `${counted(files, 'file')} seen, every one accounted for.`
      : `${counted(files, 'file')} seen, ${unaccounted} not accounted for: look through the folder again with "sluice run", then repeat the audit.`,
  )
  return unaccounted === 0 ? EXIT.done : EXIT.failed
}

export const addAudit: AddCommand = (program, context) => {
  program
    .command('audit')
    .description('account for every file in a hot folder')
    .argument('<folder>', 'name of the hot folder')
    .option(...JSON_FLAG)
    .action((folder: string, options: JsonOption) =>
      runWithEngine(context, options, (api, report) => audit(api, report, folder)),
    )
}
