import path from 'node:path'
import { ensurePerl } from '../../build/prepare-machine.ts'
import { type ArchivedFile, archivedFiles, templateOutcome } from './archived-metadata.ts'
import { compareFolders } from './comparison.ts'
import { comparisonSum, comparisonTable } from './comparison-table.ts'
import { type CrashScene, crashInMidUpload, recoveryAfter, untilFilm } from './crash.ts'
import { TEMPLATE, TOLD_PICTURE, writeConfig } from './demo-config.ts'
import type { Narrator } from './narrator.ts'
import type { DemoOptions } from './options.ts'
import { emptyMemoryCard, FILM, makeSupply } from './photo-supply.ts'
import { PracticeServer } from './practice-server.ts'
import { SluiceProcess, type SluiceOptions } from './sluice-process.ts'
import { isAsForetold, templateSum, templateTable } from './template-table.ts'
import { Workplace } from './workplace.ts'
import { previewText } from '../../electron/cli/preview-text.ts'
import { bytesWords, counted } from '../../electron/cli/words.ts'
import type { DeliveryRow, TemplatePreview } from '../../shared/contract.ts'

/** What makes the story long enough to be watched, and short enough for a test. */
const LARGE = { uploadKBps: 10_000, chunkSizeBytes: 4 * 1024 * 1024, dropEveryMs: 250 }
const SMALL = { uploadKBps: 6000, chunkSizeBytes: 1024 * 1024, dropEveryMs: 50 }
/** Parts of the film on the server when the memory card is copied, and when the engine is killed. */
const DROP_AT_SHARE = 0.1
const KILL_AT_SHARE = 0.4
const PROCESSING_MS = 400

interface Stage {
  pace: typeof LARGE
  options: DemoOptions
  narrator: Narrator
  place: Workplace
  server: PracticeServer
  sluice: SluiceOptions
  signal: AbortSignal
}

/**
 * Tells and shows the whole story of FotoWare. Leaves no process and no folder behind, however it ends.
 * @param ending is aborted when somebody wants it to end
 * @returns true when every file is in the archive and equal
 * @throws Error with a sentence when something went wrong, or the reason of `ending`
 */
export async function demo(
  options: DemoOptions,
  narrator: Narrator,
  ending: AbortController,
): Promise<boolean> {
  const { signal } = ending
  narrator.heading('Sluice demo: photos from a folder reach a FotoWare archive, with a crash on the way.')
  await ensurePerl({
    say: (words) => {
      narrator.more(words)
    },
  })
  signal.throwIfAborted()
  await using place = await Workplace.open()
  const pace = options.isSmall ? SMALL : LARGE
  await using server = await PracticeServer.start(place.store, {
    chunkSizeBytes: pace.chunkSizeBytes,
    processingMs: PROCESSING_MS,
  })
  const sluice: SluiceOptions = {
    place,
    signal,
    onUnexpectedEnd: (error) => {
      ending.abort(error)
    },
  }
  return await play({ pace, options, narrator, place, server, sluice, signal })
}

async function play(stage: Stage): Promise<boolean> {
  const { narrator, place, server, options, pace, signal } = stage
  narrator.step(`A practice FotoWare server runs at ${server.url}. Its archive is a folder on this disk:`)
  narrator.plain(`   ${server.archiveFolder}`)
  narrator.step(`Photos are made, with real EXIF, IPTC and XMP, in the hot folder:`)
  narrator.plain(`   ${place.hotFolder}`)
  const { firstFiles, laterFiles, filmBytes } = await makeSupply(place, {
    isSmall: options.isSmall,
    signal,
    onMade: (made, all) => {
      narrator.passing(`${made} of ${all}`)
    },
  })
  narrator.more(
    `${counted(firstFiles, 'file')} are there, among them a film of ${bytesWords(filmBytes)}, and ${laterFiles} more on a memory card.`,
  )
  await writeConfig(place, server, pace.uploadKBps)
  const scene = await untilCrash(stage, laterFiles)
  narrator.showCursor()
  narrator.step(
    `Killed. At this moment ${scene.storedChunks.length} of the ${scene.chunkCount} chunks of ${FILM} were on the server. Now the same command again: it goes on where it was.`,
  )
  const { deliveries, preview } = await afterCrash(stage, firstFiles + laterFiles)
  narrator.showCursor()
  await tellRecovery(stage, scene)
  const archive = archivedFiles(await server.ask('assets'), deliveries)
  const isEqual = await tellComparison(stage, archive)
  const isWritten = tellTemplate(stage, preview, archive)
  if (options.isKept) await keepOn(stage)
  return isEqual && isWritten
}

/** The engine at work, until it is killed. What happens is told before: the terminal then belongs to the engine. */
async function untilCrash(stage: Stage, laterFiles: number): Promise<CrashScene> {
  const { narrator, pace, place, server, sluice, signal } = stage
  narrator.step(
    `Sluice starts with «sluice run», held down to ${bytesWords(pace.uploadKBps * 1000)}/s so that there is something to see. While it works, the ${laterFiles} photos of the memory card are copied into the hot folder. In the middle of the film it is killed with «kill -9».`,
  )
  narrator.plain('')
  await using engine = new SluiceProcess(sluice)
  await untilFilm(server, DROP_AT_SHARE, signal)
  await emptyMemoryCard(place, pace.dropEveryMs, signal)
  await untilFilm(server, KILL_AT_SHARE, signal)
  return await crashInMidUpload(server, () => engine.kill(), signal)
}

/** What Sluice itself says once all is delivered: its history, and what its template does to one picture. */
interface Account {
  deliveries: DeliveryRow[]
  preview: TemplatePreview
}

async function afterCrash({ narrator, place, sluice }: Stage, files: number): Promise<Account> {
  narrator.plain('')
  await using engine = new SluiceProcess(sluice)
  await engine.untilDelivered(files)
  const { deliveries } = await engine.api.call('history.search', { limit: 1000 })
  const preview = await engine.api.call('templates.preview', {
    template: TEMPLATE,
    path: path.join(place.hotFolder, TOLD_PICTURE),
  })
  await engine.end()
  return { deliveries, preview }
}

async function tellRecovery({ narrator, server }: Stage, scene: CrashScene): Promise<void> {
  const { sentChunks, repeatedChunks, isNewUpload } = await recoveryAfter(server, scene)
  const were = scene.storedChunks.length
  // A chunk may have arrived in the very moment of the crash, so that nobody was left to write it down.
  const again =
    repeatedChunks === 0 ? 'none came again' : `${repeatedChunks} came again (just arrived, not yet noted)`
  narrator.step(
    isNewUpload
      ? `${FILM} was begun anew after the crash: its ${were} chunks on the server were of no use.`
      : `All is delivered. The server counted: of the ${were} chunks of ${FILM} that were there before the crash ${again}, and the missing ${sentChunks} were sent.`,
  )
}

async function tellComparison(
  { narrator, place, server }: Stage,
  archive: ReadonlyMap<string, ArchivedFile>,
): Promise<boolean> {
  narrator.step(
    'Now every file is read again, in the hot folder and in the archive. Source and Archive are the SHA-256 of what lies on disk, Time is the modification time. Sidecars are compared by what they say, since Sluice merges them with the metadata in the file: ✓ under XMP means that every field of the sidecar is in the archive with the same value, unless the template wrote it.',
  )
  narrator.plain('')
  const comparison = await compareFolders(
    { source: place.hotFolder, archive: server.archiveFolder, sidecars: server.sidecarFolder },
    archive,
  )
  narrator.plain(comparisonTable(comparison, narrator.columns))
  narrator.plain('')
  narrator.heading(comparisonSum(comparison, (await server.ask('stats')).bytesReceived))
  return comparison.isEqual
}

/** One picture with what was there, what was done and what came of it; then all of them in a sentence. */
function tellTemplate(
  { narrator }: Stage,
  preview: TemplatePreview,
  archive: ReadonlyMap<string, ArchivedFile>,
): boolean {
  const { columns } = narrator
  narrator.step(
    `The template «${TEMPLATE}» of the configuration went along with every file. For one of them, ${TOLD_PICTURE}, this is what «sluice template preview» says: the value in the file and its sidecar, what the template does, and the value that comes of it.`,
  )
  narrator.plain('')
  narrator.plain(previewText(preview, { columns, isAll: false, paint: (_colour, text) => text }))
  narrator.step('And this is what the archive has for these fields now:')
  narrator.plain('')
  const metadata = archive.get(TOLD_PICTURE)?.metadata ?? {}
  narrator.plain(templateTable(preview, metadata, columns))
  narrator.plain('')
  const outcome = templateOutcome(archive)
  narrator.heading(templateSum(outcome))
  if (isAsForetold(preview, metadata)) return outcome.faults.length === 0
  narrator.heading(`The fields of ${TOLD_PICTURE} are not as they were foretold.`)
  return false
}

/** Until somebody ends it. */
async function keepOn({ narrator, place, server, sluice }: Stage): Promise<void> {
  narrator.step(
    'Sluice runs again and stays. Drop files of your own into the first folder; they arrive in the second. Ctrl-C ends everything and removes both.',
  )
  narrator.plain(`   ${place.hotFolder}\n   ${server.archiveFolder}\n`)
  await using engine = new SluiceProcess(sluice)
  await engine.untilAborted()
}
