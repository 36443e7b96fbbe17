import { z } from 'zod'
import type { LaunchedApp } from '../support/electron-host/launch.ts'
import { until } from '../support/until.ts'

/**
 * What the app asks of the desktop, written down inside the app. Electron's own functions are replaced by ones that
 * remember, so that the same works under Electron and under the stand-in.
 */
const Recorded = z.object({
  menu: z.array(z.string()),
  notices: z.array(z.object({ title: z.string(), body: z.string() })),
  shown: z.array(z.string()),
  opened: z.array(z.string()),
  blockers: z.array(z.string()),
  badge: z.number().nullable(),
})
export type Recorded = z.output<typeof Recorded>

export async function startRecording(app: LaunchedApp): Promise<void> {
  await app.evaluate(({ Tray, Notification, shell, powerSaveBlocker, app: electronApp }) => {
    const memory = {
      menu: [] as string[],
      items: [] as { label: string; click: unknown }[],
      notices: [] as { title: string; body: string }[],
      shown: [] as string[],
      opened: [] as string[],
      blockers: [] as string[],
      badge: null as number | null,
    }
    Object.assign(globalThis, { sluiceMemory: memory })
    const setMenu = Reflect.get(Tray.prototype, 'setContextMenu') as (menu: unknown) => void
    Tray.prototype.setContextMenu = function (menu) {
      memory.items = [...(menu?.items ?? [])]
      memory.menu = memory.items.map(({ label }) => label)
      Reflect.apply(setMenu, this, [menu])
    }
    Notification.prototype.show = function () {
      memory.notices.push({ title: this.title, body: this.body })
    }
    shell.showItemInFolder = (path) => void memory.shown.push(path)
    shell.openExternal = (url) => {
      memory.opened.push(url)
      return Promise.resolve()
    }
    const begin = powerSaveBlocker.start.bind(powerSaveBlocker)
    powerSaveBlocker.start = (kind) => {
      memory.blockers.push(kind)
      return begin(kind)
    }
    const setBadge = electronApp.setBadgeCount.bind(electronApp)
    electronApp.setBadgeCount = (count) => {
      memory.badge = count ?? null
      return setBadge(count)
    }
  })
}

export async function recorded(app: LaunchedApp): Promise<Recorded> {
  return Recorded.parse(
    await app.evaluate(() => {
      const memory = Reflect.get(globalThis, 'sluiceMemory') as Recorded
      const { menu, notices, shown, opened, blockers, badge } = memory
      return { menu, notices, shown, opened, blockers, badge }
    }),
  )
}

/** Waits until the tray's menu has a line, then clicks it. */
export async function clickTray(app: LaunchedApp, label: string): Promise<void> {
  await until(async () => (await recorded(app)).menu.includes(label), `«${label}» in the tray's menu`)
  await app.evaluate((_, wanted) => {
    const memory = Reflect.get(globalThis, 'sluiceMemory') as { items: { label: string; click(): void }[] }
    memory.items.find((item) => item.label === wanted)?.click()
  }, label)
}

/** What the system's dialog answers from now on. */
export async function answerDialog(app: LaunchedApp, filePaths: readonly string[]): Promise<void> {
  await app.evaluate(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: [...paths] })
  }, filePaths)
}

/** Where the system's dialog lets a file be saved from now on; null is a person who cancels. */
export async function answerSaveDialog(app: LaunchedApp, file: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, file)
}

/** How the app's window is seen. */
export async function windowState(
  app: LaunchedApp,
): Promise<{ count: number; isVisible: boolean; isMinimized: boolean }> {
  const State = z.object({ count: z.number(), isVisible: z.boolean(), isMinimized: z.boolean() })
  return State.parse(
    await app.evaluate(({ BrowserWindow }) => {
      const [window, ...others] = BrowserWindow.getAllWindows()
      return {
        count: window === undefined ? 0 : 1 + others.length,
        isVisible: window?.isVisible() ?? false,
        isMinimized: window?.isMinimized() ?? false,
      }
    }),
  )
}

/** What a person does to the window. */
export async function press(app: LaunchedApp, what: 'close' | 'hide' | 'blur'): Promise<void> {
  await app.evaluate(({ BrowserWindow }, method) => {
    for (const window of BrowserWindow.getAllWindows()) window[method]()
  }, what)
}
