import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, EventBatch, Reply } from '../../shared/wire.ts'
import { CHANNELS } from './channels.ts'

/** What the page of the desktop app can do beyond any other page. */
export interface DesktopBridge extends Bridge {
  /**
   * Files that came from outside the window: picked from the tray, opened with Sluice, handed over by a second start.
   * Those that are waiting already are told at once. @returns a function that ends it
   */
  onFiles(listener: (paths: string[]) => void): () => void
}

const fileListeners = new Set<(paths: string[]) => void>()

async function takeFiles(): Promise<void> {
  if (fileListeners.size === 0) return
  const paths = (await ipcRenderer.invoke(CHANNELS.takeFiles)) as string[]
  if (paths.length > 0) for (const listener of fileListeners) listener(paths)
}

ipcRenderer.on(CHANNELS.files, () => {
  void takeFiles()
})

const bridge: DesktopBridge = {
  call: (name, input) => ipcRenderer.invoke(CHANNELS.call, name, input) as Promise<Reply>,
  onEvents: (listener) => {
    const told = (_: unknown, batch: EventBatch): void => {
      listener(batch)
    }
    ipcRenderer.on(CHANNELS.events, told)
    return () => {
      ipcRenderer.off(CHANNELS.events, told)
    }
  },
  pathsOf: (files) => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
  onFiles: (listener) => {
    fileListeners.add(listener)
    void takeFiles()
    return () => {
      fileListeners.delete(listener)
    }
  },
}

contextBridge.exposeInMainWorld('sluice', bridge)
