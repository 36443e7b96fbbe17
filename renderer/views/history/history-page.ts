import type { Output } from '../../../shared/contract.ts'
import { api, problemOf } from '../../api/api.ts'

export type HistoryPage = Output<'history.search'>

/** One page of deliveries, newest first. Rows that carry much metadata may need a smaller one. @throws ProblemError */
export async function historyPage(find: string, before: number | null, limit: number): Promise<HistoryPage> {
  for (let rows = limit; ; rows = Math.ceil(rows / 4)) {
    try {
      return await api().call('history.search', {
        ...(find === '' ? {} : { find }),
        ...(before === null ? {} : { before }),
        limit: rows,
      })
    } catch (error) {
      if (rows === 1 || problemOf(error).code !== 'answer-too-large') throw error
    }
  }
}
