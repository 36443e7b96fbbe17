import type { Random } from '../support/photos/random.ts'
import type { PracticeProcess } from '../support/practice-process.ts'
import type { SluiceProcess } from '../support/sluice-process.ts'

const LOOK_EVERY_MS = 5
/** A life that brings nothing (the server asked for a pause) is ended all the same. */
const LIFE_MAX_MS = 6_000

export interface Life {
  sluice: SluiceProcess
  server: PracticeProcess
  /** Bytes that have arrived before this life began. */
  bytesBefore: number
}

/** How a life ended, and how much it had sent. */
export interface Death {
  moment: string
  bytes: number
}

/**
 * Kills the process at a random moment: most often after so many further bytes have arrived, sometimes after so many
 * events, now and then while it is still starting.
 */
export async function killAtRandomMoment(life: Life, random: Random, bytesMax: number): Promise<Death> {
  const { sluice, server, bytesBefore } = life
  const draw = random.next()
  const bytesWanted = random.whole(1, bytesMax)
  const eventsWanted = random.whole(1, 15)
  const startMs = random.whole(1, 500)
  const begunMs = performance.now()
  const passedMs = (): number => performance.now() - begunMs
  const arrived = async (): Promise<number> => (await server.stats()).bytesReceived - bytesBefore
  const [moment, isTime] =
    draw < 0.7
      ? ([`${bytesWanted} bytes`, async () => (await arrived()) >= bytesWanted] as const)
      : draw < 0.9
        ? ([`${eventsWanted} events`, () => sluice.lines.length >= eventsWanted] as const)
        : ([`${startMs} ms`, () => passedMs() >= startMs] as const)
  while (!(await isTime()) && passedMs() < LIFE_MAX_MS && !sluice.isEnded) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  if (sluice.isEnded) throw new Error(`Sluice ended by itself: ${sluice.stderr}`)
  sluice.kill('SIGKILL')
  await sluice.ended
  return { moment, bytes: await arrived() }
}
