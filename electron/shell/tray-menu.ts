import type { DeliveryRow, EngineStatus } from '../../shared/contract.ts'
import { isSending, needsPerson, openJobs } from './attention.ts'
import type { Words } from './words.ts'

export type TrayState = 'idle' | 'sending' | 'paused' | 'attention'
export type TrayAction = 'open' | 'pause' | 'resume' | 'upload-files' | 'upload-folder' | 'quit'

/** One line of the tray's menu. A line without an action is only read. */
export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'line'; label: string; action: TrayAction | { showDelivery: number } | null }

/** What needs a person stands above everything else. */
export function trayState(status: EngineStatus): TrayState {
  if (needsPerson(status).length > 0) return 'attention'
  if (status.isPaused) return 'paused'
  return isSending(status) ? 'sending' : 'idle'
}

/** How it stands, in one line. */
export function trayTitle(status: EngineStatus, words: Words): string {
  const open = openJobs(status)
  switch (trayState(status)) {
    case 'attention':
      return words.attention
    case 'paused':
      return open === 0 ? words.paused : `${words.paused} · ${words.sending(open)}`
    default:
      if (open > 0) return words.sending(open)
      return status.counts.rejected.jobs > 0 ? words.nothing : words.idle
  }
}

export interface TrayFacts {
  status: EngineStatus
  /** Newest first. */
  deliveries: readonly DeliveryRow[]
  /** The version that is installed at the end. */
  update: string | null
}

/** The menu as it is to be shown. */
export function trayMenu({ status, deliveries, update }: TrayFacts, words: Words): TrayItem[] {
  const line = (label: string, action: TrayAction): TrayItem => ({ kind: 'line', label, action })
  return [
    { kind: 'line', label: trayTitle(status, words), action: null },
    { kind: 'separator' },
    line(words.open, 'open'),
    status.isPaused ? line(words.resume, 'resume') : line(words.pause, 'pause'),
    { kind: 'separator' },
    line(words.uploadFiles, 'upload-files'),
    line(words.uploadFolder, 'upload-folder'),
    { kind: 'separator' },
    {
      kind: 'line',
      label: deliveries.length === 0 ? words.noDeliveries : words.lastDeliveries,
      action: null,
    },
    ...deliveries.map((delivery): TrayItem => ({
      kind: 'line',
      label: `${fileName(delivery.path)} → ${delivery.destination}`,
      action: { showDelivery: delivery.jobId },
    })),
    { kind: 'separator' },
    ...(update === null ? [] : [{ kind: 'line' as const, label: words.updateReady(update), action: null }]),
    line(words.quit, 'quit'),
  ]
}

/** Long names would make the menu as wide as the screen. */
const NAME_MAX = 48

function fileName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX / 2)}…${name.slice(-NAME_MAX / 2)}`
}
