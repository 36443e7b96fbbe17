import type { PracticeServer } from './practice-server.ts'
import type { TaskSummary } from '../servers/fotoware/task-summary.ts'
import { FILM } from './photo-supply.ts'
import { until } from './until.ts'

const LOOK_EVERY_MS = 20
/** Between two chunks: the engine has written down all that the server has told it. */
const QUIET_MS = 120

/** What lay on the server when the engine was killed. */
export interface CrashScene {
  taskId: string
  chunkCount: number
  storedChunks: readonly number[]
  requestCount: number
}

/** Resolves when so much of the film is on the server. */
export async function untilFilm(server: PracticeServer, share: number, signal: AbortSignal): Promise<void> {
  await until(
    'the film to be sent',
    async () => {
      const film = await filmTask(server)
      return film !== null && film.storedChunks.length >= film.chunkCount * share ? true : null
    },
    { signal, everyMs: LOOK_EVERY_MS },
  )
}

/** Kills between two chunks of the film, and looks at what has arrived by then. */
export async function crashInMidUpload(
  server: PracticeServer,
  kill: () => Promise<void>,
  signal: AbortSignal,
): Promise<CrashScene> {
  let stored = -1
  let sinceMs = 0
  await until(
    'a moment between two chunks',
    async () => {
      const chunks = (await filmTask(server))?.storedChunks.length ?? 0
      if (chunks !== stored) {
        stored = chunks
        sinceMs = performance.now()
      }
      return performance.now() - sinceMs >= QUIET_MS ? true : null
    },
    { signal, everyMs: LOOK_EVERY_MS },
  )
  await kill()
  const film = await filmTask(server)
  if (film?.state !== 'awaitingData') throw new Error('The film was through before it could be interrupted.')
  const { id: taskId, chunkCount, storedChunks } = film
  return { taskId, chunkCount, storedChunks, requestCount: (await server.ask('requests')).length }
}

async function filmTask(server: PracticeServer): Promise<TaskSummary | null> {
  const tasks = await server.ask('tasks')
  return tasks.find(({ filename }) => filename === FILM) ?? null
}

/** How the upload of the film went on after the crash, as the server saw it. */
export interface Recovery {
  /** Chunks that had not arrived before. */
  sentChunks: number
  /** Chunks that were there already and came once more. */
  repeatedChunks: number
  /** True when the film was begun anew instead. */
  isNewUpload: boolean
}

/** Reads the recovery from the server's log of requests. */
export async function recoveryAfter(server: PracticeServer, scene: CrashScene): Promise<Recovery> {
  const requests = (await server.ask('requests')).slice(scene.requestCount)
  const chunks = requests.flatMap(({ path }) => {
    const [, id, index] = /\/uploads\/([^/]+)\/chunks\/(\d+)$/.exec(path) ?? []
    return id === scene.taskId ? [Number(index)] : []
  })
  const wereThere = new Set(scene.storedChunks)
  const tasks = await server.ask('tasks')
  return {
    sentChunks: new Set(chunks.filter((index) => !wereThere.has(index))).size,
    repeatedChunks: chunks.filter((index) => wereThere.has(index)).length,
    isNewUpload: tasks.filter(({ filename }) => filename === FILM).length > 1,
  }
}
