import type { firstStart as english } from '../en/first-start.ts'

export const firstStart: typeof english = {
  title: 'Willkommen bei Sluice',
  words:
    'Sluice überwacht einen Ordner und liefert, was darin landet, in Ihr Archiv: vollständig, einmal und mit Nachweis.',
  step: (step: number, count: number) => `Schritt ${step} von ${count}`,
  next: 'Weiter',
  back: 'Zurück',
  start: 'Starten',
  startAndSignIn: 'Starten und anmelden',
  starting: 'Wird gestartet…',
  skip: 'Überspringen und selbst einrichten',
  nothingWritten: 'Bis zum Start wird nichts gespeichert.',
  steps: ['Ordner', 'Archiv', 'Vorlage'],

  folderTitle: 'Welcher Ordner?',
  folderWords:
    'Jede Datei, die darin landet, wird geliefert, auch aus Unterordnern. Ihre Originale werden nur gelesen und bleiben, wo sie sind.',
  folder: 'Ordner',
  folderName: 'Bezeichnung',
  folderNameHint: 'Sie bleibt: Warteschlange und Verlauf kennen den Ordner darunter.',
  folderMissing: 'Wählen Sie den Ordner, den Sluice überwachen soll.',
  folderRelative: 'Geben Sie den ganzen Pfad an.',

  archiveTitle: 'Welches Archiv?',
  archiveWords: 'Öffnen Sie das Archiv oder den Ordner in Ihrem Browser und kopieren Sie dort die Adresse.',
  address: 'Adresse',
  addressHint: 'Zum Beispiel https://acme.fotoware.cloud/fotoweb/archives/5000-Photos/',
  addressMissing: 'Fügen Sie die Adresse des Archivs ein.',
  addressWrong: 'Das ist keine Webadresse. Sie beginnt mit https://',
  addressInsecure: 'Diese Adresse würde alles unverschlüsselt senden. Nehmen Sie https://',
  addressNoPlace:
    'Das ist die Adresse des ganzen Servers. Öffnen Sie das Archiv selbst und kopieren Sie dessen Adresse, oder lassen Sie die Dateien in den Upload-Bereich gehen.',
  understood: (server: string, place: string) => `Server ${server}, Archiv ${place}`,
  understoodArea: (server: string) => `Server ${server}, Upload-Bereich`,
  area: 'Die Dateien gehen in den Upload-Bereich des Servers',
  areaHint: 'Nur On-Premises.',
  archiveName: 'Bezeichnung',
  archiveNameHint: 'Sie bleibt: Warteschlange und Verlauf kennen das Archiv darunter.',
  method: 'Anmeldung',
  methodChoices: {
    browser: { label: 'Ich melde mich im Browser an', words: 'Gleich nach dem Start.' },
    'client-credentials': { label: 'Mit einem Client-Geheimnis', words: 'Für Computer ohne Person davor.' },
    none: { label: 'Ohne Anmeldung', words: 'Für Übungsserver.' },
  },
  clientId: 'Client-ID',
  clientIdHint: 'Die Administration des Archivs erhält sie, wenn sie Sluice dort registriert.',
  clientIdMissing: 'Das Archiv fragt danach.',
  redirects: (addresses: string) => `Registrieren Sie dazu diese Redirect-Adressen: ${addresses}`,
  secret: 'Client-Geheimnis',
  secretHint: 'Es wird so gespeichert, dass nur Sie es lesen können, und nie wieder angezeigt.',
  secretMissing: 'Das Archiv fragt danach.',
  nameMissing: 'Geben Sie eine Bezeichnung an.',

  templateTitle: 'Welche Vorlage?',
  templateWords:
    'Eine Vorlage schreibt Metadaten ins Archiv, während Dateien geliefert werden. Sie können sie jederzeit ändern.',
  template: 'Vorlage',
  templateChoices: {
    none: { label: 'Keine', words: 'Dateien werden mit den Metadaten geliefert, die sie haben.' },
    ready: {
      label: 'Urheber und Stichwörter',
      words:
        'Fotograf und Bildquelle, wo eine Datei keine hat, und die Namen ihrer Unterordner als Stichwörter.',
    },
  },
  templateName: 'Urheber und Stichwörter',
  credit: 'Fotograf oder Agentur',
  creditHint: 'Gilt, wo eine Datei nicht sagt, von wem sie ist. Bis zu 32 Zeichen.',
  example: 'Zum Beispiel',
  exampleFile: (path: string) => `${path} bekommt`,
  exampleNone: '(was die Datei sagt)',

  startedFolder: (path: string) => `Sluice überwacht ${path}. Legen Sie das erste Bild hinein.`,
  mistakes: 'So lässt es sich noch nicht starten:',
}
