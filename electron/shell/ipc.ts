import { ipcMain, type WebContents } from 'electron'
import type { Host } from '../host/host.ts'
import { type Problem, tellProblem } from '../../shared/problem.ts'
import type { Reply } from '../../shared/wire.ts'
import { answerCall, problemOf } from '../control/dispatch.ts'
import { nodeClock } from '../engine/node-ports.ts'
import { EventBatches } from '../host/event-batches.ts'
import { CHANNELS } from './channels.ts'
import { isOwnFrame } from './own-page.ts'
import type { WaitingFiles } from './waiting-files.ts'
import { say } from '../../shared/phrase.ts'

const FOREIGN: Problem = tellProblem({
  code: 'foreign-page',
  what: say`A page that is not Sluice’s own has asked for something.`,
  remedy: say`Close the window and open it again from the tray.`,
  isRetried: false,
})

/** Answers what pages ask. Nothing that a page says is believed before the contract has parsed it. */
export function answerPages(host: Host, files: WaitingFiles): void {
  ipcMain.handle(CHANNELS.call, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isOwnFrame(event.senderFrame)) return { problem: FOREIGN }
    try {
      return { output: await answerCall(host.handlers, String(name), input) }
    } catch (error) {
      return { problem: problemOf(error) }
    }
  })
  ipcMain.handle(CHANNELS.takeFiles, (event): string[] => (isOwnFrame(event.senderFrame) ? files.take() : []))
}

/** Tells a window what happens, until it is gone. */
export function tellWindow(host: Host, contents: WebContents): void {
  const batches = new EventBatches(host, nodeClock, (batch) => {
    if (!contents.isDestroyed()) contents.send(CHANNELS.events, batch)
  })
  contents.once('destroyed', () => {
    batches.close()
  })
}
