/**
 * Writes electron/engine/store/schema.sql from a fresh database: `npm run schema`.
 * With `--release`, pins every migration that is not pinned yet: from then on people have databases made by it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { readMigrations } from '../electron/engine/store/migrate.ts'
import { pinned } from './released-migrations.ts'
import { schemaText } from './schema-text.ts'

const STORE = new URL('../electron/engine/store/', import.meta.url)
const RELEASED = new URL('migrations/released.txt', STORE)

writeFileSync(new URL('schema.sql', STORE), schemaText())
if (process.argv.includes('--release'))
  writeFileSync(RELEASED, pinned(readFileSync(RELEASED, 'utf8'), readMigrations()))
