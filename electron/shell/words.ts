import type { Desktop } from '../../shared/config.ts'
import type { Problem } from '../../shared/problem.ts'
import { Formats } from '../../shared/texts/formats.ts'
import { languageOf, sentenceIn } from '../../shared/texts/languages.ts'

/** What the app says outside its window: tray, notifications, dialogs. */
export interface Words {
  open: string
  pause: string
  resume: string
  uploadFiles: string
  uploadFolder: string
  quit: string
  ending: string
  lastDeliveries: string
  noDeliveries: string
  idle: string
  /** As `idle`, while not everything has been delivered. */
  nothing: string
  paused: string
  sending(files: number): string
  attention: string
  needs(things: number): string
  delivered(files: number): string
  alreadyThere(files: number): string
  failedFiles(files: number): string
  failedTitle: string
  failedRemedy: string
  batchTitle: string
  destinationNeeds(name: string): string
  folderNeeds(name: string): string
  updateReady(version: string): string
  updateTitle: string
  /** All that a problem says, in one line. */
  problem(problem: Problem): string
  cannotStart: string
  otherSluice: string
  fellOver: string
}

const en: Words = {
  open: 'Open Sluice',
  pause: 'Pause',
  resume: 'Resume',
  uploadFiles: 'Upload files…',
  uploadFolder: 'Upload folder…',
  quit: 'Quit Sluice',
  ending: 'Sluice is ending: the part that is being sent is finished first.',
  lastDeliveries: 'Last deliveries',
  noDeliveries: 'Nothing delivered yet',
  idle: 'Everything is delivered',
  nothing: 'Nothing to send',
  paused: 'Paused',
  sending: (files) => `${files} ${files === 1 ? 'file' : 'files'} to go`,
  attention: 'Sluice needs you',
  needs: (things) => (things === 1 ? '1 thing needs you' : `${things} things need you`),
  delivered: (files) => `${files} ${files === 1 ? 'file' : 'files'} delivered`,
  alreadyThere: (files) => `${files} already there`,
  failedFiles: (files) => `${files} ${files === 1 ? 'file' : 'files'} could not be delivered`,
  failedTitle: 'Files could not be delivered',
  failedRemedy: 'Open Sluice to see why, and to try again.',
  batchTitle: 'Delivery is complete',
  destinationNeeds: (name) => `«${name}» needs you`,
  folderNeeds: (name) => `The folder «${name}» needs you`,
  updateReady: (version) => `Sluice ${version} is ready: restart to use it`,
  updateTitle: 'A newer Sluice is ready',
  problem: (problem) => sentenceIn(languageOf('en', new Formats('en')), problem),
  cannotStart: 'Sluice cannot start',
  otherSluice:
    'Another Sluice, probably a command line, already works with this data folder and goes on delivering. End it there, then open the app again.',
  fellOver: 'Sluice had to end. Nothing that was queued is lost: start it again.',
}

const de: Words = {
  open: 'Sluice öffnen',
  pause: 'Anhalten',
  resume: 'Weitermachen',
  uploadFiles: 'Dateien hochladen…',
  uploadFolder: 'Ordner hochladen…',
  quit: 'Sluice beenden',
  ending: 'Sluice wird beendet: der Teil, der gerade gesendet wird, wird noch fertig.',
  lastDeliveries: 'Letzte Lieferungen',
  noDeliveries: 'Noch nichts geliefert',
  idle: 'Alles ist geliefert',
  nothing: 'Nichts zu senden',
  paused: 'Angehalten',
  sending: (files) => `Noch ${files} ${files === 1 ? 'Datei' : 'Dateien'}`,
  attention: 'Sluice braucht Sie',
  needs: (things) => (things === 1 ? '1 Sache braucht Sie' : `${things} Sachen brauchen Sie`),
  delivered: (files) => `${files} ${files === 1 ? 'Datei' : 'Dateien'} geliefert`,
  alreadyThere: (files) => `${files} schon vorhanden`,
  failedFiles: (files) => `${files} ${files === 1 ? 'Datei' : 'Dateien'} nicht lieferbar`,
  failedTitle: 'Dateien konnten nicht geliefert werden',
  failedRemedy: 'Öffnen Sie Sluice, um den Grund zu sehen und es noch einmal zu versuchen.',
  batchTitle: 'Lieferung abgeschlossen',
  destinationNeeds: (name) => `«${name}» braucht Sie`,
  folderNeeds: (name) => `Der Ordner «${name}» braucht Sie`,
  updateReady: (version) => `Sluice ${version} ist bereit: nach einem Neustart von Sluice gilt es`,
  updateTitle: 'Ein neueres Sluice ist bereit',
  problem: (problem) => sentenceIn(languageOf('de', new Formats('de')), problem),
  cannotStart: 'Sluice kann nicht starten',
  otherSluice:
    'Ein anderes Sluice, vermutlich eine Befehlszeile, arbeitet schon mit diesem Datenordner und liefert weiter. Beenden Sie es dort und öffnen Sie die App dann erneut.',
  fellOver: 'Sluice musste beendet werden. Nichts, was wartete, ist verloren: starten Sie es neu.',
}

/** The words in the chosen language, or in the system's. English where Sluice does not speak it. */
export function wordsFor(language: Desktop['language'], systemLocale: string): Words {
  const chosen = language === 'system' ? systemLocale : language
  return /^de\b/i.test(chosen) ? de : en
}
