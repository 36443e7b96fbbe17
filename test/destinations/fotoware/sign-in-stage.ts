import { onTestFinished } from 'vitest'
import type { Destination, SignInService } from '../../../electron/engine/destinations/destination.ts'
import { createFotoware } from '../../../electron/engine/destinations/fotoware/fotoware.ts'
import { nodeRandom } from '../../../electron/engine/node-ports.ts'
import type { LogFields } from '../../../electron/engine/ports.ts'
import type { FotowareServer } from '../../servers/fotoware/server.ts'
import type { AuthSettings } from '../../servers/fotoware/settings.ts'
import { startForTest } from '../../servers/fotoware/test-client.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { startTap, type Tap } from '../../support/tap-server.ts'
import { fotowareConfig } from '../fotoware-bench.ts'
import { MemorySecrets } from '../memory-secrets.ts'
import { freePort, NATIVE, nativeClient } from '../sign-in-person.ts'

export interface Stage {
  server: FotowareServer
  tap: Tap
  clock: FakeClock
  secrets: MemorySecrets
  lines: string[]
  ports: readonly number[]
  destination: Destination
  signIn: SignInService
  /** The same destination in the next life of the engine. */
  reborn: () => Destination
}

/** A destination that nobody is signed in to yet, and all that is around it. */
export async function stage(
  options: { auth?: Partial<AuthSettings>; redirectPath?: string; name?: string } = {},
): Promise<Stage> {
  const ports = [await freePort(), await freePort()]
  const server = await startForTest({ auth: nativeClient(ports, options.auth) })
  const tap = await startTap(server.url)
  onTestFinished(() => tap.close())
  const clock = new FakeClock()
  const secrets = new MemorySecrets()
  const lines: string[] = []
  const note = (message: string, fields: LogFields = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`)
  }
  const redirectPath = options.redirectPath ?? '/callback'
  const reborn = (): Destination => {
    const made = createFotoware(
      fotowareConfig(tap.url, {
        config: {
          name: options.name ?? 'archive',
          auth: { method: 'browser', clientId: NATIVE, redirectPorts: ports, redirectPath },
        },
      }),
      {
        ...{ clock, secrets, random: nodeRandom },
        log: { debug: note, info: note, warn: note, error: note },
        network: { proxyEnv: {}, systemCertificates: () => [], userAgent: 'test' },
        secret: () => Promise.reject(new Error('not asked for')),
      },
    )
    onTestFinished(() => made.close())
    return made
  }
  const destination = reborn()
  const { signIn } = destination
  if (signIn === null) throw new Error('no sign-in')
  return { server, tap, clock, secrets, lines, ports, destination, signIn, reborn }
}
