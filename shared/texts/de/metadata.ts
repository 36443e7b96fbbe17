/** German for metadata: what was read, what an archive would not take, what a template did. */
export const metadata: Record<string, string> = {
  'ExifTool: {0}': 'ExifTool: {0}',
  "{0} ({1}) is «{2}», which is not in the archive's list for this field":
    '{0} ({1}) ist «{2}»; das steht nicht in der Liste des Archivs für dieses Feld',
  'ExifTool said nothing about this file.': 'ExifTool hat über diese Datei nichts gesagt.',
  'This is plain text, not {0}': 'Das ist reiner Text, nicht {0}',
  'The XMP embedded in the file has {0} bytes; that is too much to be read.':
    'Das eingebettete XMP der Datei hat {0} Bytes; das ist zu viel zum Lesen.',
  '«{0}» was not in UTF-8 and was sent in it; its content is the same.':
    '«{0}» war nicht in UTF-8 und wurde so gesendet; der Inhalt ist derselbe.',
  'The XMP embedded in the file is damaged ({0}); what ExifTool could read of it was taken.':
    'Das eingebettete XMP der Datei ist beschädigt ({0}); genommen wurde, was ExifTool davon lesen konnte.',
  '{0}:{1} is longer than 64 KB; only its beginning was read.':
    '{0}:{1} ist länger als 64 KB; nur der Anfang wurde gelesen.',
  'Nothing to do: Sluice tries again by itself.': 'Nichts zu tun: Sluice versucht es von selbst noch einmal.',
  'ExifTool cannot be started: perl is missing or incomplete.':
    'ExifTool lässt sich nicht starten: perl fehlt oder ist unvollständig.',
  'ExifTool cannot be started: it ends at once.': 'ExifTool lässt sich nicht starten: Es endet sofort.',
  'Without it no metadata can be read, so nothing was sent.':
    'Ohne ExifTool lassen sich keine Metadaten lesen, deshalb wurde nichts gesendet.',
  'Install perl (Debian, Ubuntu: apt-get install perl). Sluice tries again by itself.':
    'Installieren Sie perl (Debian, Ubuntu: apt-get install perl). Sluice versucht es von selbst noch einmal.',
  'ExifTool ended twice while it read «{0}».': 'ExifTool ist beim Lesen von «{0}» zweimal abgebrochen.',
  'Its metadata is not known, so nothing was sent.':
    'Die Metadaten sind nicht bekannt, deshalb wurde nichts gesendet.',
  '{0} If it happens again, look for a lack of memory, or save the file anew.':
    '{0} Kommt es wieder vor, prüfen Sie, ob Arbeitsspeicher fehlt, oder speichern Sie die Datei neu.',
  'ExifTool was not done with «{0}» after {1} and was ended.':
    'ExifTool war mit «{0}» nach {1} nicht fertig und wurde beendet.',
  '{0} If it happens again, look whether the disk is slow, or save the file anew.':
    '{0} Kommt es wieder vor, prüfen Sie, ob der Datenträger langsam ist, oder speichern Sie die Datei neu.',
  'The folder in which Sluice prepares metadata cannot be written to.':
    'In den Ordner, in dem Sluice Metadaten vorbereitet, lässt sich nicht schreiben.',
  'The sidecar would be incomplete, so nothing was sent.':
    'Das Sidecar wäre unvollständig, deshalb wurde nichts gesendet.',
  'Look whether the disk with the data of Sluice is full. Sluice tries again by itself.':
    'Prüfen Sie, ob der Datenträger mit den Daten von Sluice voll ist. Sluice versucht es von selbst noch einmal.',
  'ExifTool was ended because Sluice stops.': 'ExifTool wurde beendet, weil Sluice endet.',
  'Nothing to do: it goes on after the next start.': 'Nichts zu tun: Nach dem nächsten Start geht es weiter.',
  '«{0}» is no longer there.': '«{0}» ist nicht mehr da.',
  '«{0}» cannot be read.': '«{0}» lässt sich nicht lesen.',
  'Check the disk, its permissions and what else may be using the file, then retry the job.':
    'Prüfen Sie den Datenträger, die Rechte und was die Datei sonst benutzt, und senden Sie dann noch einmal.',
  '«{0}» holds {1} of XMP; Sluice reads at most {2}.': '«{0}» enthält {1} XMP; Sluice liest höchstens {2}.',
  'Save the metadata without previews, masks or history in the program that wrote it, then retry the job.':
    'Speichern Sie die Metadaten in dem Programm, das sie geschrieben hat, ohne Vorschauen, Masken und Verlauf, und senden Sie dann noch einmal.',
  'a DOCTYPE is not allowed in XMP': 'ein DOCTYPE ist in XMP nicht erlaubt',
  'elements are nested too deep': 'Elemente sind zu tief verschachtelt',
  'it holds no element': 'es enthält kein Element',
  'Save the sidecar again in the program that wrote it, then retry the job. To send the picture without it, remove the sidecar.':
    'Speichern Sie das Sidecar in dem Programm neu, das es geschrieben hat, und senden Sie dann noch einmal. Soll das Bild allein gehen, entfernen Sie das Sidecar.',
  '«{0}» is empty.': '«{0}» ist leer.',
  'line {0}, column {1}': 'Zeile {0}, Spalte {1}',
  '«{0}» is not well-formed XML: {1}: {2}.': '«{0}» ist kein wohlgeformtes XML: {1}: {2}.',
  '«{0}» holds no metadata: there is no rdf:RDF element in it.':
    '«{0}» enthält keine Metadaten: Es hat kein Element rdf:RDF.',
  '«{0}» is not text in UTF-8, UTF-16 or UTF-32.': '«{0}» ist kein Text in UTF-8, UTF-16 oder UTF-32.',
  'The archive would refuse it, so nothing was sent.':
    'Das Archiv würde es ablehnen, deshalb wurde nichts gesendet.',
  '«{0}» declares a DOCTYPE (line {1}), which XMP does not have.':
    '«{0}» hat einen DOCTYPE (Zeile {1}), den es in XMP nicht gibt.',
  'What it declares could stand for anything, so it is not expanded and nothing was sent.':
    'Was er erklärt, könnte für alles stehen; es wird nicht ersetzt, und es wurde nichts gesendet.',

  // What an archive would not take.
  'If the archive takes more than archives commonly do, set "checkFields": false for it.':
    'Nimmt das Archiv mehr, als Archive es üblicherweise tun, schalten Sie beim Ziel die Prüfung der Werte ab.',
  'and {0} more': 'und {0} weitere',
  'the metadata of the file': 'die Metadaten der Datei',
  "the template «{0}» or the file's metadata": 'die Vorlage «{0}» oder die Metadaten der Datei',
  'Change {0}, then retry the job. «sluice template preview» shows what would be sent.':
    'Ändern Sie {0} und senden Sie dann noch einmal. Die Vorschau der Vorlage zeigt, was gesendet würde.',
  'The metadata of {0} does not keep the rules of the archive: {1}.':
    'Die Metadaten von {0} halten die Regeln des Archivs nicht ein: {1}.',
  'Nothing was sent, so that no asset with wrong metadata comes to be.':
    'Es wurde nichts gesendet, damit kein Asset mit falschen Metadaten entsteht.',
  'There is no template named «{0}» any more.': 'Eine Vorlage «{0}» gibt es nicht mehr.',
  'The template «{0}» does not fit this archive: {1}.':
    'Die Vorlage «{0}» passt nicht zu diesem Archiv: {1}.',
  'it cannot be read': 'sie lässt sich nicht lesen',
  'Mend the template in the configuration, restart Sluice, then retry the job.':
    'Berichtigen Sie die Vorlage und senden Sie dann noch einmal.',
  'a date such as 20260501 or 2026-05-01': 'ein Datum wie 20260501 oder 2026-05-01',
  'a whole number': 'eine ganze Zahl',
  'a number': 'eine Zahl',
  '"true" or "false"': '"true" oder "false"',
  'is «{0}», which is not {1}': 'ist «{0}»; verlangt ist {1}',
  'is below {0}, the least that the archive takes': 'liegt unter {0}; weniger nimmt das Archiv nicht',
  'is above {0}, the most that the archive takes': 'liegt über {0}; mehr nimmt das Archiv nicht',
  'has {0} characters; {1} {2}': 'hat {0} Zeichen; {1} {2}',
  "is «{0}», which does not fit the archive's pattern {1}":
    'ist «{0}»; das passt nicht zum Muster {1} des Archivs',
  'is a field that the archive does not have': 'ist ein Feld, das das Archiv nicht hat',
  'the archive takes': 'das Archiv nimmt höchstens',
  'archives commonly take': 'Archive nehmen üblicherweise höchstens',
  'cannot be written': 'lässt sich nicht schreiben',
  'gets {0} values; it takes one': 'bekommt {0} Werte, nimmt aber nur einen',
  'has a control character or half a character, which no archive takes':
    'enthält ein Steuerzeichen oder ein halbes Zeichen; das nimmt kein Archiv',
  '{0} is empty; the archive asks for a value': '{0} ist leer; das Archiv verlangt einen Wert',

  // What a template did.
  'The code table «{0}» could not be used.': 'Die Codetabelle «{0}» ließ sich nicht verwenden.',
  'the condition does not hold: {0}': 'die Bedingung ist nicht erfüllt: {0}',
  'the field has a value already: «{0}»': 'das Feld hat schon einen Wert: «{0}»',
  'the file brings a value of its own, which stands in its IPTC block':
    'die Datei bringt einen eigenen Wert mit, in ihrem IPTC-Block',
  'already there': 'schon da',
  'nothing to add: the value is empty': 'nichts hinzuzufügen: Der Wert ist leer',
  'nothing to add because {0} is missing': 'nichts hinzuzufügen, weil {0} fehlt',
  'nothing to add because {0} are missing': 'nichts hinzuzufügen, weil {0} fehlen',
  'And {0} notes more.': 'Und {0} weitere Hinweise.',
  '{0} is in no code table; it stays as it is.': '{0} steht in keiner Codetabelle; es bleibt, wie es ist.',
  'Some codes were not replaced: they stand for one another without end.':
    'Einige Codes wurden nicht ersetzt: Sie stehen endlos füreinander.',
  'A value grew beyond 1,000,000 characters and was cut there.':
    'Ein Wert wuchs über 1.000.000 Zeichen und wurde dort abgeschnitten.',
  'The code table «{0}» has nothing for «{1}»; it stays as it is.':
    'Die Codetabelle «{0}» hat nichts für «{1}»; es bleibt, wie es ist.',
  '"{0}" leads back to itself: {1}': '"{0}" führt zu sich selbst zurück: {1}',
  'The code tables run in a circle: {0}.': 'Die Codetabellen laufen im Kreis: {0}.',
  'The code table «{0}» ({1}) is far too large for a table of codes.':
    'Die Codetabelle «{0}» ({1}) ist viel zu groß für eine Tabelle mit Codes.',
  'The code table «{0}» ({1}) is being written at this moment.':
    'Die Codetabelle «{0}» ({1}) wird gerade geschrieben.',
  'The code table «{0}» ({1}) {2}.': 'Die Codetabelle «{0}» ({1}) {2}.',
  'The code table «{0}» ({1}) is not saved as UTF-8.':
    'Die Codetabelle «{0}» ({1}) ist nicht als UTF-8 gespeichert.',
  'it is empty': 'sie ist leer',
  'no line has a tab between a code and its replacement':
    'in keiner Zeile steht ein Tabulator zwischen Code und Ersetzung',
  'The code table «{0}» ({1}) holds no code: {2}.': 'Die Codetabelle «{0}» ({1}) enthält keinen Code: {2}.',
  'is not there': 'ist nicht da',
  'may not be read by the user who runs Sluice':
    'darf von dem Benutzer, unter dem Sluice läuft, nicht gelesen werden',
  'is a folder, not a file': 'ist ein Ordner, keine Datei',
  'cannot be read: {0}': 'lässt sich nicht lesen: {0}',
  'Files whose template uses it wait.': 'Dateien, deren Vorlage sie verwendet, warten.',
  'Mend the table; Sluice tries again by itself.':
    'Berichtigen Sie die Tabelle; Sluice versucht es von selbst noch einmal.',
}
