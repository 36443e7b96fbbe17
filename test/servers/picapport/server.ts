import { mkdir } from 'node:fs/promises'
import type { ServerContext } from './context.ts'
import { FaultRegistry } from './faults.ts'
import { createApp } from './http-app.ts'
import { type Photo, PhotoStore } from './photos.ts'
import { SessionStore } from './sessions.ts'
import { assignSettings, defaultSettings, type Settings } from './settings.ts'
import { type RequestLogEntry, Traffic } from './traffic.ts'

export interface PicapportServerOptions extends Partial<Settings> {
  /** Folder that receives the photos; made when missing. */
  readonly storeDir: string
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Milliseconds since 1970; the system clock when absent. */
  readonly now?: () => number
}

/** A running practice server. */
export interface PicapportServer {
  readonly url: string
  /** May be changed while the server runs. */
  readonly settings: Settings
  readonly faults: FaultRegistry
  readonly requests: readonly RequestLogEntry[]
  /** Body bytes of all uploads so far, also of refused and cut ones. */
  readonly bytesReceived: number
  /** How often a session was made, and how often somebody signed in or was refused. */
  readonly sessionCount: number
  readonly signInCount: number
  photos(): Photo[]
  /** Deletes a photo as somebody does at the server: its id stays among those that were transferred. */
  removePhoto(photoID: string): Promise<boolean>
  expireSessions(): void
  close(): Promise<void>
}

/** Starts a strict PicApport server on 127.0.0.1 which keeps the photos below `storeDir`. */
export async function startPicapportServer(options: PicapportServerOptions): Promise<PicapportServer> {
  const settings = defaultSettings()
  assignSettings(settings, options)
  await mkdir(options.storeDir, { recursive: true })
  const context: ServerContext = {
    settings,
    storeDir: options.storeDir,
    photos: new PhotoStore(),
    sentIds: new Set(),
    sessions: new SessionStore(settings, options.now ?? Date.now),
    faults: new FaultRegistry(),
    traffic: new Traffic(),
  }
  const app = createApp(context)
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const { photos, sessions, faults, traffic } = context
  return {
    url,
    settings,
    faults,
    requests: traffic.entries,
    get bytesReceived() {
      return traffic.uploadedBytes
    },
    get sessionCount() {
      return sessions.created
    },
    get signInCount() {
      return sessions.signIns
    },
    photos: () => photos.all(),
    removePhoto: (photoID) => photos.remove(photoID),
    expireSessions: () => {
      sessions.expireAll()
    },
    close: () => app.close(),
  }
}
