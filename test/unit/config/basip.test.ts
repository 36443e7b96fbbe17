import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, loadConfig } from '../../../electron/engine/config/load.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

async function written(door: Record<string, unknown>): Promise<string> {
  const file = path.join(await temporaryFolder(), 'config.json')
  const auth = { method: 'password', user: 'admin', secret: 'door' }
  const destination = { name: 'door', kind: 'basip', url: 'https://10.0.0.7', auth, ...door }
  await writeFile(file, JSON.stringify({ destinations: [destination] }))
  return file
}

test('a panel with nothing but its address, and the list of people beside the configuration', async () => {
  const file = await written({ people: 'people.csv' })
  const [door] = (await loadConfig(file)).destinations
  expect(door).toMatchObject({
    people: path.join(path.dirname(file), 'people.csv'),
    partName: 'file',
    ownerType: 'owner',
    lock: 'first',
    onExisting: 'replace',
    prepare: null,
  })
  const [plain] = (await loadConfig(await written({}))).destinations
  expect(plain).toMatchObject({ people: null })
})

test('pictures cannot be prepared as PNG, which no panel takes', async () => {
  const error = await failureOf(written({ prepare: { format: 'png' } }).then(loadConfig))
  if (!(error instanceof ConfigError)) throw new Error('expected a ConfigError')
  expect(error.problems.map(({ words }) => words).join()).toContain('"jpeg": panels take nothing else')
})
