import { onTestFinished } from 'vitest'
import { MemorySecrets } from '../destinations/memory-secrets.ts'
import { type BioidServer, startBioidServer } from '../servers/bioid/server.ts'
import type { Settings } from '../servers/bioid/settings.ts'

const APP = { id: 'app-1', secret: 'VERY-SECRET' }

/** A practice server of BioID, with the destination «faces» and the secret that it takes. */
export async function faceService(settings: Partial<Settings> = {}) {
  const server: BioidServer = await startBioidServer({ apps: [APP], ...settings })
  onTestFinished(() => server.close())
  const secrets = new MemorySecrets()
  secrets.values.set('app-secret', APP.secret)
  const faces = {
    name: 'faces',
    kind: 'bioid',
    url: server.url,
    auth: { method: 'app', appId: APP.id, secret: 'app-secret' },
    storage: 'bws',
    partition: 112,
    quietMs: 500,
  } as const
  return { server, secrets, faces }
}
