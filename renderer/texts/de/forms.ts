import type { forms as english } from '../en/forms.ts'

export const forms: typeof english = {
  choose: 'Auswählen…',
  pickFolder: 'Ordner auswählen',
  pickFiles: 'Dateien auswählen',
  pickWords: 'Auf dem Computer, auf dem Sluice läuft.',
  up: 'Nach oben',
  go: 'Öffnen',
  path: 'Pfad',
  noFolders: 'Hier gibt es keine Ordner.',
  noFiles: 'Hier liegt nichts.',
  pickThisFolder: 'Diesen Ordner nehmen',
  pickCount: (count: number) =>
    count === 0 ? 'Nehmen' : count === 1 ? '1 Datei nehmen' : `${count} Dateien nehmen`,
  saving: 'Wird gespeichert…',
  saved: 'Gespeichert. Sluice arbeitet damit weiter.',
  removed: 'Entfernt. Sluice arbeitet ohne weiter.',
  unsaved: 'Noch nicht gespeichert',
  discard: 'Änderungen verwerfen',
  back: 'Zurück',
  edit: 'Bearbeiten…',
  moreRules: 'Weitere Regeln',
  mistakesHere: 'So lässt es sich noch nicht speichern:',
  mistakesElsewhere: 'Zuerst muss etwas anderes in der Konfiguration berichtigt werden:',
  fileBroken:
    'Die Konfigurationsdatei ist nicht lesbar. Berichtigen Sie sie in einem Texteditor; bis dahin lässt sich hier nichts ändern.',
  fileMistakes: 'Die Konfigurationsdatei hat Fehler und wird so nicht benutzt:',
  filePlace: (line: number, column: number) => `Zeile ${line}, Spalte ${column}:`,
  between: (least: string, most: string) => `Von ${least} bis ${most}.`,
  changedElsewhere: {
    what: 'Dieser Eintrag wurde inzwischen in der Konfigurationsdatei geändert.',
    remedy: 'Verwerfen Sie Ihre Änderungen, sehen Sie sich den jetzigen Stand an und ändern Sie ihn erneut.',
  },
}
