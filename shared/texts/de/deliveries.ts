/** German for jobs: on their way, delivered, and afterwards. */
export const deliveries: Record<string, string> = {
  kept: 'liegen geblieben',
  'already gone': 'schon weg',
  'moved to {0}': 'verschoben nach {0}',
  'in the trash': 'im Papierkorb',
  'kept: the file has changed since it was delivered':
    'liegen geblieben: Die Datei hat sich seit der Lieferung geändert',
  'kept: it could not be moved ({0})': 'liegen geblieben: Sie ließ sich nicht verschieben ({0})',
  'kept: {0}': 'liegen geblieben: {0}',
  'kept: a receipt is missing': 'liegen geblieben: Eine Quittung fehlt',
  'kept until its sidecar has gone too': 'bleibt liegen, bis auch ihr Sidecar weg ist',
  'kept until every destination has it': 'bleibt liegen, bis jedes Ziel sie hat',
  'goes with its newer sidecar': 'geht mit ihrem neueren Sidecar',
  'about to be cleared away': 'wird gleich weggeräumt',

  'out of range': 'außerhalb des Möglichen',
  'The modification time of the file ({0}) is unlikely and was left out.':
    'Die Änderungszeit der Datei ({0}) ist unwahrscheinlich und wurde weggelassen.',
  'Something went wrong that Sluice did not foresee.':
    'Etwas ist schiefgegangen, womit Sluice nicht gerechnet hat.',
  'Sluice tries again. Please report it with the diagnostics file.':
    'Sluice versucht es noch einmal. Bitte melden Sie es mit der Datei aus «Diagnose speichern…».',
  'Same content as {0}, delivered {1}.': 'Gleicher Inhalt wie {0}, geliefert {1}.',
  'The reason was not recorded.': 'Der Grund wurde nicht vermerkt.',
  'Retry the job.': 'Senden Sie die Datei noch einmal.',
  'Paused by hand.': 'Von Hand angehalten.',
  'Ready.': 'Bereit.',
  '{0} Next try in {1}.': '{0} Nächster Versuch in {1}.',
  'Nothing to do.': 'Nichts zu tun.',
  'Retry the job to send the file as it is now.':
    'Senden Sie noch einmal, damit die Datei geht, wie sie jetzt ist.',
  'Nothing was sent.': 'Es wurde nichts gesendet.',
  'The archive has this file already, and there is no sidecar to bring its metadata up to date.':
    'Das Archiv hat diese Datei schon, und es gibt kein Sidecar, das ihre Metadaten aktualisieren könnte.',
  'Nothing in the sidecar changes a field of the archive.': 'Nichts im Sidecar ändert ein Feld des Archivs.',
  'The sidecar also holds what has no field in the archive; it was not sent. With "sidecarRevisions" it goes along as a new revision.':
    'Das Sidecar enthält auch, was im Archiv kein Feld hat; das wurde nicht gesendet. Darf ein geändertes Sidecar eine neue Revision anlegen, geht es damit mit.',
  '{0} takes nothing but the file itself, so the sidecar of {1} changes nothing there.':
    '{0} nimmt nur die Datei selbst an; das Sidecar von {1} ändert dort nichts.',
  'The sidecar of {0} came or was changed after the delivery, and {1} offers no way to change what it has.':
    'Das Sidecar von {0} kam oder änderte sich nach der Lieferung, und bei {1} lässt sich Geliefertes nicht ändern.',
  'The picture stays delivered as it is. Its sidecar now says: {0}.':
    'Das Bild bleibt geliefert, wie es ist. In seinem Sidecar steht jetzt: {0}.',
  'Change it in {0} by hand if it matters there, then cancel the job. For sidecars that come a little later than their pictures, raise "sidecarGraceMs" of the folder; "sidecars": "ignore" leaves them out.':
    'Ändern Sie es in {0} von Hand, wenn es dort wichtig ist, und brechen Sie dann den Upload ab. Kommen Sidecars etwas später als ihre Bilder, lassen Sie den Ordner länger auf sie warten; er kann sie auch weglassen.',
  'The archive did not tell where {0} is, so its metadata cannot be brought up to date.':
    'Das Archiv hat nicht gesagt, wo {0} liegt; die Metadaten lassen sich deshalb nicht aktualisieren.',
  'The picture stays delivered as it is.': 'Das Bild bleibt geliefert, wie es ist.',
  'Change the metadata in the archive, then cancel the job.':
    'Ändern Sie die Metadaten im Archiv und brechen Sie dann den Upload ab.',
  'Cancelled by hand.': 'Von Hand abgebrochen.',
  'Upload the file by hand if it should be sent after all.':
    'Laden Sie die Datei von Hand hoch, wenn sie doch gesendet werden soll.',
  'There is no job {0} any more.': 'Den Auftrag {0} gibt es nicht mehr.',
  'What was delivered stands in the history.': 'Was geliefert wurde, steht im Verlauf.',

  '{0} has changed since it was queued.': '{0} hat sich geändert, während die Datei wartete.',
  'What was sent of it is left to expire; it is not called delivered.':
    'Was davon gesendet wurde, verfällt; es gilt nicht als geliefert.',
  '{0} is no longer there.': '{0} ist nicht mehr da.',
  'Nothing to do, unless it should be: put it back and it is taken again.':
    'Nichts zu tun, außer sie sollte da sein: Legen Sie sie zurück, dann wird sie neu genommen.',
  'Give the user who runs Sluice permission to read it, then retry the job.':
    'Geben Sie dem Benutzer, unter dem Sluice läuft, das Leserecht, und senden Sie dann noch einmal.',
  'Check the disk and what else may be using the file, then retry the job.':
    'Prüfen Sie den Datenträger und was die Datei sonst benutzt, und senden Sie dann noch einmal.',
  '{0} cannot be read.': '{0} lässt sich nicht lesen.',
  '{0} is larger than the archive takes ({1}).': '{0} ist größer, als das Archiv annimmt ({1}).',
  'Make it smaller, or bring it to the archive in another way.':
    'Verkleinern Sie die Datei oder bringen Sie sie auf anderem Weg ins Archiv.',
  'A sidecar is never sent as a file of its own.': 'Ein Sidecar wird nie als eigene Datei gesendet.',
  'Choose the picture it belongs to; the sidecar beside it goes along.':
    'Wählen Sie das Bild, zu dem es gehört; das Sidecar daneben geht mit.',
  'This is not an ordinary file.': 'Das ist keine gewöhnliche Datei.',
  'Choose a file or a folder. Symbolic links are not followed.':
    'Wählen Sie eine Datei oder einen Ordner. Symbolischen Links wird nicht gefolgt.',
  '{0} is not an ordinary file.': '{0} ist keine gewöhnliche Datei.',
  'Choose a file. Symbolic links are not followed.':
    'Wählen Sie eine Datei. Symbolischen Links wird nicht gefolgt.',

  // The proof for every file of a folder.
  'This folder cannot be read ({0}): give the user who runs Sluice permission.':
    'Dieser Ordner ist nicht lesbar ({0}): Geben Sie dem Benutzer, unter dem Sluice läuft, das Recht dazu.',
  'Changed since it was last looked at.': 'Geändert, seit sie zuletzt angesehen wurde.',
  'Just arrived.': 'Gerade angekommen.',
  'About to be queued.': 'Kommt gleich in die Warteschlange.',
  'Same content as a delivered file.': 'Gleicher Inhalt wie eine gelieferte Datei.',
  'A sidecar without its file.': 'Ein Sidecar ohne seine Datei.',
  'Cannot be read.': 'Nicht lesbar.',
  'Taken, but it is not known for what.': 'Genommen, aber es ist nicht bekannt, wofür.',
  'Travels with {0}: {1}. {2}': 'Reist mit {0}: {1}. {2}',
  'The picture is delivered, but its sidecar has not reached every archive: {0}':
    'Das Bild ist geliefert, aber sein Sidecar hat nicht jedes Archiv erreicht: {0}',
  'cancelled.': 'abgebrochen.',
  delivered: 'geliefert',
  duplicate: 'Dublette',
  ignored: 'ausgelassen',
  arriving: 'trifft ein',
  waiting: 'wartet',
  failed: 'braucht Sie',
  cancelled: 'abgebrochen',
  sidecar: 'Sidecar',
  orphan: 'Sidecar allein',
  unaccounted: 'ohne Nachweis',
  uploading: 'wird hochgeladen',
  confirming: 'wird bestätigt',
  'Failed.': 'Fehlgeschlagen.',
  'The job is {0}.': 'Der Auftrag: {0}.',
  '{0}, {1} as {2}': '{0}, {1}, als {2}',
  'Delivered to {0}.': 'Geliefert an {0}.',
  'Cancelled; its job is no longer kept.': 'Abgebrochen; der Auftrag ist nicht mehr gespeichert.',
  'The audit was not asked for its next page for a minute and was ended.':
    'Nach der nächsten Seite des Nachweises wurde eine Minute lang nicht gefragt; er wurde beendet.',
  'Begin it again.': 'Beginnen Sie noch einmal.',
  rejected: 'abgelehnt',
  'Rejected.': 'Abgelehnt.',
  deleted: 'gelöscht',
  'about to be set aside': 'wird gleich beiseitegelegt',
  'kept: rejected': 'liegen geblieben: abgelehnt',
  'kept: it was renamed, and is taken anew': 'liegen geblieben: umbenannt, wird neu übernommen',
  'rejected; moved to {0}': 'abgelehnt; verschoben nach {0}',
  'rejected; moved to {0}, without a text that says why ({1})':
    'abgelehnt; verschoben nach {0}, ohne einen Text, der den Grund nennt ({1})',
  '{0} is not in its folder any more ({1}).': '{0} liegt nicht mehr in seinem Ordner ({1}).',
  'Mend what was wrong and put it into the hot folder once more: it is tried again by itself.':
    'Beheben Sie, was falsch war, und legen Sie sie noch einmal in den überwachten Ordner: Sie wird von selbst wieder versucht.',
  'kept: the file has changed since it was rejected':
    'liegen geblieben: Die Datei hat sich seit der Ablehnung geändert',
  '{0} cannot be read as a picture.': '{0} lässt sich nicht als Bild lesen.',
  'Open it in another program: if that works, save it anew as JPEG and put it into the folder again.':
    'Öffnen Sie die Datei in einem anderen Programm: Gelingt das, speichern Sie sie neu als JPEG und legen Sie sie noch einmal in den Ordner.',
}
