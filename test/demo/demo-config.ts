import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PracticeServer } from './practice-server.ts'
import type { Workplace } from './workplace.ts'

/** The template that the hot folder uses. */
export const TEMPLATE = 'press'
/** The picture that is told about: it has EXIF, IPTC, XMP and a sidecar. */
export const TOLD_PICTURE = '2024/regatta/DSC_7783.JPG'

const TABLE = 'assignments'
const ASSIGNMENTS = [
  ['regatta', 'Summer regatta'],
  ['portraits', 'Portraits of the year'],
  ['press day', 'Press day'],
  ['evening', 'An evening out'],
  ['1987', 'From the archive'],
  ['1999', 'From the archive'],
]

/** What a picture desk would write: no field is filled in by hand. */
const PRESS = {
  name: TEMPLATE,
  codes: [TABLE],
  fields: [
    { field: 'Byline', value: '{exif:Artist|default:"Sluice Picture Desk"}' },
    { field: 'Credit', value: 'Sluice Picture Desk' },
    {
      field: 'Headline',
      value: '={assignment}=, {taken:d MMMM yyyy}',
      when: '{assignment} is not empty',
    },
    { field: 'Keywords', value: ['{assignment}', '{xmp:City}', 'sluice demo'] },
    {
      field: 'Caption',
      action: 'append',
      value: ' Photo: {field:Byline}.',
      when: '{field:Caption} is not empty',
    },
  ],
}

/** Writes the configuration and its code table. Slow enough to be watched: the demo shows a crash, not a race. */
export async function writeConfig(
  place: Workplace,
  server: PracticeServer,
  uploadKBps: number,
): Promise<void> {
  const { url, collection } = server
  const tableName = `${TABLE}.txt`
  const config = {
    destinations: [{ name: 'FotoWare', kind: 'fotoware', url, auth: { method: 'none' }, collection }],
    folders: [
      {
        name: 'hot folder',
        path: place.hotFolder,
        to: ['FotoWare'],
        template: TEMPLATE,
        pathPattern: '{year}/{assignment}/*',
        sidecars: 'merge',
        settleMs: 1000,
        sidecarGraceMs: 2000,
      },
    ],
    templates: [PRESS],
    codeTables: [{ name: TABLE, path: tableName }],
    limits: { uploadKBps },
  }
  const rows = ASSIGNMENTS.map((row) => row.join('\t'))
  await writeFile(path.join(path.dirname(place.configFile), tableName), `${rows.join('\n')}\n`)
  await writeFile(place.configFile, `${JSON.stringify(config, null, 2)}\n`)
}
