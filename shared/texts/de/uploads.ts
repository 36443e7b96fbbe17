/** German for what the FotoWare Upload API answers. */
export const uploads: Record<string, string> = {
  'Ask the administrator of the archive.': 'Fragen Sie die Administration des Archivs.',
  'Please report this with the diagnostics file; «sluice retry» tries the file again.':
    'Bitte melden Sie das mit der Datei aus «Diagnose speichern…»; «Noch einmal senden» versucht es erneut.',
  'The archive does not accept the description of this file.':
    'Das Archiv nimmt die Beschreibung dieser Datei nicht an.',
  'The archive does not allow metadata or a sidecar with this upload.':
    'Das Archiv erlaubt bei diesem Upload keine Metadaten und kein Sidecar.',
  'Set "sidecars": "ignore" and "preserveModificationTime": false for this folder and give it no template, or ask the administrator of the archive to allow metadata.':
    'Lassen Sie bei diesem Ordner Sidecars und Änderungszeit aus und geben Sie ihm keine Vorlage, oder bitten Sie die Administration des Archivs, Metadaten zu erlauben.',
  'The archive does not understand the address in "collection".':
    'Das Archiv versteht die Adresse des Orts nicht, an den die Dateien gehen.',
  'Correct "collection" of this destination: it is the address of an archive or folder, for example /fotoweb/archives/5000-Photos/.':
    'Berichtigen Sie «Archiv oder Ordner» dieses Ziels: Es ist eine Adresse wie /fotoweb/archives/5000-Photos/.',
  'The archive or folder named in "collection" does not exist, or the archive is switched off.':
    'Das Archiv oder den Ordner dieses Ziels gibt es nicht, oder das Archiv ist abgeschaltet.',
  'Correct "collection" of this destination. An archive that was renamed has a new address.':
    'Berichtigen Sie «Archiv oder Ordner» dieses Ziels. Ein umbenanntes Archiv hat eine neue Adresse.',
  'The file cannot become a new revision: its type does not suit the asset.':
    'Die Datei kann keine neue Revision werden: Ihre Art passt nicht zum Asset.',
  'Send a file of the same type, or choose a collection instead of an asset.':
    'Senden Sie eine Datei derselben Art, oder wählen Sie ein Archiv oder einen Ordner statt eines Assets.',
  'Files cannot be uploaded to the place named in "collection".':
    'An den Ort dieses Ziels lassen sich keine Dateien hochladen.',
  'Choose an archive or folder that accepts uploads. If it is an archive with fixed storage, set "subfolders": "flatten".':
    'Wählen Sie ein Archiv oder einen Ordner, der Uploads annimmt. Ist es ein Archiv mit festem Speicherort, stellen Sie Unterordner auf «Alle Dateien an einen Ort».',
  'The archive does not accept the name of this file.': 'Das Archiv nimmt den Namen dieser Datei nicht an.',
  'Rename the file; it is then taken again.': 'Benennen Sie die Datei um; sie wird dann neu genommen.',
  'The archive does not accept the folder for this file.':
    'Das Archiv nimmt den Ordner dieser Datei nicht an.',
  'Rename the folder, or set "subfolders": "flatten" if the archive does not let folders be created.':
    'Benennen Sie den Ordner um, oder stellen Sie Unterordner auf «Alle Dateien an einen Ort», wenn sich im Archiv keine Ordner anlegen lassen.',
  'The archive refused the check-out number.': 'Das Archiv hat die Check-out-Nummer abgelehnt.',
  'The archive refused a part of this file by its number.':
    'Das Archiv hat einen Teil dieser Datei wegen seiner Nummer abgelehnt.',
  'The archive refused a part of this file by its size.':
    'Das Archiv hat einen Teil dieser Datei wegen seiner Größe abgelehnt.',
  'The archive could not read a part of this file.': 'Das Archiv konnte einen Teil dieser Datei nicht lesen.',
  'The sidecar of this file is not well-formed XMP.': 'Das Sidecar dieser Datei ist kein wohlgeformtes XMP.',
  'Save the metadata again in the program that wrote the sidecar, or remove the sidecar; then retry.':
    'Speichern Sie die Metadaten in dem Programm neu, das das Sidecar geschrieben hat, oder entfernen Sie das Sidecar; senden Sie dann noch einmal.',
  'The archive could not process the file.': 'Das Archiv konnte die Datei nicht verarbeiten.',
  'Sluice sends it again by itself.': 'Sluice sendet sie von selbst noch einmal.',
  'The folder or archive was gone when the upload was complete.':
    'Ordner oder Archiv waren nicht mehr da, als der Upload vollständig war.',
  'Correct "collection" of this destination, or have the archive restored.':
    'Berichtigen Sie «Archiv oder Ordner» dieses Ziels, oder lassen Sie das Archiv wiederherstellen.',
  'The permission to upload was lost before the upload was complete.':
    'Die Erlaubnis hochzuladen fiel weg, bevor der Upload vollständig war.',
  'The archive could not read the sidecar of this file.':
    'Das Archiv konnte das Sidecar dieser Datei nicht lesen.',
  'The archive rejected the file: a filter for file types or another safeguard is set there.':
    'Das Archiv hat die Datei zurückgewiesen: Dort ist ein Filter für Dateiarten oder ein anderer Schutz eingestellt.',
  '{0} They can see which filter it was.': '{0} Dort ist zu sehen, welcher Filter es war.',
  'The archive refused the file while {0}.': 'Das Archiv hat die Datei {0} abgelehnt.',
  'This account may not upload to the archive.': 'Dieses Konto darf nicht in das Archiv hochladen.',
  'Ask the administrator for upload permission in this archive, or choose another one.':
    'Bitten Sie die Administration um die Erlaubnis, in dieses Archiv hochzuladen, oder wählen Sie ein anderes.',
  'The server does not offer the FotoWare upload interface.':
    'Der Server bietet die Upload-Schnittstelle von FotoWare nicht an.',
  'Check "url" of this destination. On-Premises servers need a version with the Upload API.':
    'Prüfen Sie die Webadresse dieses Ziels. On-Premises-Server brauchen eine Version mit der Upload-API.',
  'A server in between cannot reach the archive ({0}).':
    'Ein Server dazwischen erreicht das Archiv nicht ({0}).',
  'Sluice goes on by itself when the archive answers again.':
    'Sluice macht von selbst weiter, sobald das Archiv wieder antwortet.',
  'The server had an error ({0}) while {1}.': 'Der Server hatte {1} einen Fehler ({0}).',
  'A server in between does not let requests of this size through (413).':
    'Ein Server dazwischen lässt Anfragen dieser Größe nicht durch (413).',
  'Ask the administrator to raise the limit for request bodies, for example client_max_body_size of nginx.':
    'Bitten Sie die Administration, die Grenze für Anfragen anzuheben, bei nginx zum Beispiel client_max_body_size.',
  'The server sends uploads elsewhere (to {0}) while {1}.':
    'Der Server verweist {1} an eine andere Adresse: {0}.',
  'Put the address that the server names into "url" of this destination.':
    'Tragen Sie die Adresse, die der Server nennt, als Webadresse dieses Ziels ein.',
  'The server answered with a web page instead of data while {0}.':
    'Der Server antwortete {0} mit einer Webseite statt mit Daten.',
  'The server gave an answer that Sluice does not understand while {0} (status {1}).':
    'Der Server gab {0} eine Antwort, die Sluice nicht versteht (Status {1}).',
  'Check "url" of this destination, and whether a proxy or a sign-in page stands in between.':
    'Prüfen Sie die Webadresse dieses Ziels und ob ein Proxy oder eine Anmeldeseite dazwischen steht.',
  'an unknown address': 'eine unbekannte Adresse',
  'The server forgets uploads while they are being sent.':
    'Der Server vergisst Uploads, während sie gesendet werden.',
  'Sluice tries again by itself. If it stays so, ask the administrator of the archive.':
    'Sluice versucht es von selbst noch einmal. Bleibt es so, fragen Sie die Administration des Archivs.',
  'The server cut the upload into parts that do not fit the file.':
    'Der Server hat den Upload in Teile zerlegt, die nicht zur Datei passen.',
  'Check "url" of this destination; if it is right, report this with the diagnostics file.':
    'Prüfen Sie die Webadresse dieses Ziels; stimmt sie, melden Sie das mit der Datei aus «Diagnose speichern…».',
}
