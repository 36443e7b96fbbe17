import { archives } from './de/archives.ts'
import { configuration } from './de/configuration.ts'
import { deliveries } from './de/deliveries.ts'
import { faces } from './de/faces.ts'
import { folders } from './de/folders.ts'
import { ignored } from './de/ignored.ts'
import { metadata } from './de/metadata.ts'
import { panels } from './de/panels.ts'
import { picapport } from './de/picapport.ts'
import { program } from './de/program.ts'
import { signIn } from './de/sign-in.ts'
import { templates } from './de/templates.ts'
import { uploads } from './de/uploads.ts'

/** Everything that Sluice says behind its faces, in German, by the id of its phrase. */
export const de: Readonly<Record<string, string>> = {
  ...archives,
  ...configuration,
  ...deliveries,
  ...faces,
  ...folders,
  ...ignored,
  ...metadata,
  ...panels,
  ...picapport,
  ...program,
  ...signIn,
  ...templates,
  ...uploads,
}
