import { expect, onTestFinished, test } from 'vitest'
import { createDestination } from '../../../../electron/engine/destinations/registry.ts'
import { nodeClock, nodeRandom } from '../../../../electron/engine/node-ports.ts'
import { BioidConfig } from '../../../../shared/destination-config.ts'
import { MemorySecrets } from '../../../destinations/memory-secrets.ts'

const nothing = (): undefined => undefined

test('what BioID can do, as data: groups of samples, nothing else goes along, and it is private', () => {
  const config = BioidConfig.parse({
    ...{
      kind: 'bioid',
      name: 'faces',
      url: 'https://bws.bioid.com/extension/',
      storage: 'bws',
      partition: 1,
    },
    auth: { method: 'app', appId: 'app', secret: 'bioid-secret' },
    ...{ samples: 3, quietMs: 700, maxFileBytes: 20_000_000 },
  })
  const destination = createDestination(config, {
    clock: nodeClock,
    random: nodeRandom,
    network: { proxyEnv: {}, systemCertificates: () => [], userAgent: 'test' },
    secrets: new MemorySecrets(),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    secret: () => Promise.resolve(''),
  })
  onTestFinished(() => destination.close())
  expect([destination.name, destination.kind]).toEqual(['faces', 'bioid'])
  expect(destination.abilities).toEqual({
    resumable: false,
    batchMax: 3,
    fieldIds: [],
    metadata: 'none',
    group: { size: 3, quietMs: 700 },
    isPrivate: true,
    sameness: 'content-and-path',
    sizeBytesMax: 20_000_000,
    uploadsMax: 2,
  })
  expect(destination.groupOf({ path: '4711 Jane/a.jpg', variables: {} })).toBe('4711')
})
