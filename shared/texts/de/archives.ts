/** German for what archives, servers and the network between say no to. */
export const archives: Record<string, string> = {
  'The certificate of {0} is not trusted.': 'Dem Zertifikat von {0} wird nicht vertraut.',
  'If this is your own server, name its certificate authority with "ca" in the configuration. Otherwise somebody may be listening in: ask your administrator.':
    'Wenn es Ihr eigener Server ist, geben Sie beim Ziel dessen Zertifizierungsstelle an ("ca"). Sonst hört vielleicht jemand mit: Fragen Sie Ihre Administration.',
  '{0} cannot be reached.': '{0} ist nicht erreichbar.',
  'Sluice goes on by itself when the network is back. Check the network, the address and the proxy if it stays so.':
    'Sluice macht von selbst weiter, sobald das Netz wieder da ist. Bleibt es so, prüfen Sie Netz, Adresse und Proxy.',
  'The connection to {0} broke.': 'Die Verbindung zu {0} ist abgebrochen.',
  'Sluice sends again what was lost, and more slowly.':
    'Sluice sendet noch einmal, was verloren ging, und langsamer.',
  'The proxy does not let a connection to {0} through.': 'Der Proxy lässt keine Verbindung zu {0} durch.',
  'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy wants a user name and password.':
    'Prüfen Sie HTTPS_PROXY, HTTP_PROXY und NO_PROXY und ob der Proxy Benutzernamen und Passwort verlangt.',
  '{0} does not speak the language that was expected there.':
    '{0} spricht nicht die Sprache, die dort erwartet wurde.',
  'Check the address and port: https:// where the server is encrypted, http:// where it is not.':
    'Prüfen Sie Adresse und Port: https://, wo der Server verschlüsselt, sonst http://.',
  'The server name {0} is not known to the network.': 'Der Servername {0} ist im Netz nicht bekannt.',
  'Check the address of the destination and the network connection.':
    'Prüfen Sie die Adresse des Ziels und die Netzverbindung.',
  'The server name {0} could not be looked up just now.':
    'Der Servername {0} ließ sich gerade nicht nachschlagen.',
  'Sluice goes on by itself when name look-up works again. Check the network connection.':
    'Sluice macht von selbst weiter, sobald sich Namen wieder nachschlagen lassen. Prüfen Sie die Netzverbindung.',
  '{0} does not accept connections.': '{0} nimmt keine Verbindungen an.',
  'Check that the server is running and that the address and port are right.':
    'Prüfen Sie, ob der Server läuft und ob Adresse und Port stimmen.',
  '{0} has not answered or taken a byte for {1}.':
    '{0} hat seit {1} weder geantwortet noch ein Byte angenommen.',
  'Sluice tries again by itself. Check the line if it stays so.':
    'Sluice versucht es von selbst noch einmal. Bleibt es so, prüfen Sie die Leitung.',
  '{0} gave an answer that is longer than anything it should say.':
    '{0} hat länger geantwortet, als es irgend etwas zu sagen haben sollte.',
  'The certificate file {0} cannot be read.': 'Die Zertifikatsdatei {0} lässt sich nicht lesen.',
  'Correct "ca" in the configuration of this destination.': 'Berichtigen Sie "ca" bei diesem Ziel.',
  'Destination «{0}»: this version of Sluice cannot deliver to {1} yet.':
    'Ziel «{0}»: Diese Version von Sluice kann an {1} noch nicht liefern.',
  'Remove the destination from the configuration, or use a later version.':
    'Entfernen Sie das Ziel, oder nehmen Sie eine spätere Version.',

  'The archive does not accept the new metadata of «{0}».':
    'Das Archiv nimmt die neuen Metadaten von «{0}» nicht an.',
  'It says: {0}': 'Es sagt: {0}',
  'Correct the value in the sidecar or the template; then use «sluice retry».':
    'Berichtigen Sie den Wert im Sidecar oder in der Vorlage und senden Sie dann noch einmal.',
  'This account may not change the metadata of «{0}».':
    'Dieses Konto darf die Metadaten von «{0}» nicht ändern.',
  'The asset stays as it is.': 'Das Asset bleibt, wie es ist.',
  'Ask the administrator of the archive for the right «EditText»; then use «sluice retry».':
    'Bitten Sie die Administration des Archivs um das Recht «EditText» und senden Sie dann noch einmal.',
  'The asset «{0}» is no longer at its address: it was deleted, moved or renamed in the archive.':
    'Das Asset «{0}» ist nicht mehr unter seiner Adresse: Es wurde im Archiv gelöscht, verschoben oder umbenannt.',
  'Its metadata was not changed.': 'Seine Metadaten wurden nicht geändert.',
  'Nothing to do if that was intended; else correct the metadata in the archive.':
    'Nichts zu tun, wenn das so gewollt ist; sonst berichtigen Sie die Metadaten im Archiv.',
  'This account may not give «{0}» a new revision.': 'Dieses Konto darf «{0}» keine neue Revision geben.',
  'The file was not sent as a new revision of it.': 'Die Datei wurde nicht als neue Revision gesendet.',
  'Ask the administrator of the archive for the permission to upload there; then use «sluice retry».':
    'Bitten Sie die Administration des Archivs um die Erlaubnis, dorthin hochzuladen, und senden Sie dann noch einmal.',
  'Nothing to do if that was intended; else bring the file to the archive as a new asset.':
    'Nichts zu tun, wenn das so gewollt ist; sonst bringen Sie die Datei als neues Asset ins Archiv.',
  'The archive took the value of {0} but does not show this field, so it could not be checked.':
    'Das Archiv hat den Wert von {0} angenommen, zeigt dieses Feld aber nicht; er ließ sich nicht prüfen.',
  'The archive took the new metadata but does not show the asset, so it could not be checked.':
    'Das Archiv hat die neuen Metadaten angenommen, zeigt das Asset aber nicht; sie ließen sich nicht prüfen.',
  'The archive took the new metadata of «{0}» but does not show it: {1}.':
    'Das Archiv hat die neuen Metadaten von «{0}» angenommen, zeigt sie aber nicht: {1}.',
  'Sluice writes it again by itself.': 'Sluice schreibt sie von selbst noch einmal.',

  // What was going on, inside a sentence: «… beim Senden von Teil 2 von 5 …».
  'asking for the archives': 'bei der Frage nach den Archiven',
  'asking for the result': 'bei der Frage nach dem Ergebnis',
  'asking how far the upload is': 'bei der Frage, wie weit der Upload ist,',
  'asking who is signed in': 'bei der Frage, wer angemeldet ist,',
  'changing the metadata of an asset': 'beim Ändern der Metadaten eines Assets',
  'creating the upload': 'beim Anlegen des Uploads',
  'listing folders': 'beim Auflisten der Ordner',
  'looking a value up in the taxonomy': 'beim Nachschlagen eines Werts in der Taxonomie',
  'looking at a folder': 'beim Ansehen eines Ordners',
  'looking at the PDF': 'beim Ansehen des PDFs',
  'looking at the asset': 'beim Ansehen des Assets',
  'looking at the collection': 'beim Ansehen des Archivs',
  'looking for the file in the archive': 'bei der Suche nach der Datei im Archiv',
  'reading the metadata view': 'beim Lesen der Metadatenfelder',
  'sending part {0} of {1}': 'beim Senden von Teil {0} von {1}',
  'sending the sidecar': 'beim Senden des Sidecars',
  'signing in': 'bei der Anmeldung',

  'The archive or folder does not exist any more, or this account may not see it.':
    'Das Archiv oder den Ordner gibt es nicht mehr, oder dieses Konto darf es nicht sehen.',
  'Look through the list again from the top.': 'Sehen Sie die Liste noch einmal von oben durch.',
  'The folder is not at {0}.': 'Der Ordner liegt nicht auf {0}.',
  'Choose a folder from the list of this destination.': 'Wählen Sie einen Ordner aus der Liste dieses Ziels.',
  '{0} gave a list of folders that does not end.': '{0} hat eine Liste von Ordnern gegeben, die nicht endet.',
  'Write the address of the archive or folder into "collection" by hand.':
    'Geben Sie die Adresse des Archivs oder Ordners von Hand ein.',

  '{0} answers ({1}).': '{0} antwortet ({1}).',
  '{0} answers.': '{0} antwortet.',
  'Signed in as {0}.': 'Angemeldet als {0}.',
  'Uploads go to the upload area.': 'Uploads gehen in den Upload-Bereich.',
  'Every file becomes a new revision of {0}.': 'Jede Datei wird eine neue Revision von {0}.',
  'Uploads go to «{0}».': 'Uploads gehen nach «{0}».',
  'Folders cannot be created there: files in sub-folders need "subfolders": "flatten".':
    'Ordner lassen sich dort nicht anlegen: Unterordner brauchen die Einstellung «Alle Dateien an einen Ort».',
  'Folders can be created there.': 'Ordner lassen sich dort anlegen.',
  'The archive has one metadata field.': 'Das Archiv hat ein Metadatenfeld.',
  'The archive has {0} metadata fields.': 'Das Archiv hat {0} Metadatenfelder.',
  'The archive asks for no field.': 'Das Archiv verlangt kein Feld.',
  'The archive asks for: {0}.': 'Das Archiv verlangt: {0}.',
  'The archive, folder or asset named in "collection" does not exist, or this account may not see it.':
    'Das Archiv, den Ordner oder das Asset dieses Ziels gibt es nicht, oder dieses Konto darf es nicht sehen.',
  'This account may not upload to «{0}», or it is not a place for uploads.':
    'Dieses Konto darf nicht nach «{0}» hochladen, oder es ist kein Ort für Uploads.',
  'Choose another archive or folder, or ask the administrator for upload permission.':
    'Wählen Sie ein anderes Archiv oder einen anderen Ordner, oder bitten Sie die Administration um die Erlaubnis hochzuladen.',

  '{0} has changed since a part of it was sent.':
    '{0} hat sich geändert, seit ein Teil davon gesendet wurde.',
  'The half-sent upload is left to expire.': 'Der halb gesendete Upload verfällt von selbst.',
  'The server asks for a pause ({0}).': 'Der Server bittet um eine Pause ({0}).',
  'Sluice waits as long as the server wishes and then goes on more slowly.':
    'Sluice wartet, so lange der Server es wünscht, und macht dann langsamer weiter.',
  'The server lacks parts of the file that it had accepted.':
    'Dem Server fehlen Teile der Datei, die er schon angenommen hatte.',
  'Sluice sends the file again by itself.': 'Sluice sendet die Datei von selbst noch einmal.',
  'The server no longer knows the upload, and the file is not in the archive.':
    'Der Server kennt den Upload nicht mehr, und die Datei ist nicht im Archiv.',
  'could not be searched': 'ließ sich nicht durchsuchen',
  'holds {0}, which may be it or another file': 'enthält {0}; das kann diese Datei sein oder eine andere',
  'holds too many files of such names to search them all':
    'enthält zu viele Dateien mit solchen Namen, um alle zu durchsuchen',
  'Everything was sent and accepted, but the server no longer tells what became of it, and the archive {0}.':
    'Alles wurde gesendet und angenommen, aber der Server sagt nicht mehr, was daraus wurde, und das Archiv {0}.',
  'The file is not sent again by itself, since it may be in the archive already.':
    'Die Datei wird nicht von selbst noch einmal gesendet, denn sie ist vielleicht schon im Archiv.',
  'Look for it in the archive. If it is missing, use «sluice retry»; if it is there, «sluice cancel».':
    'Suchen Sie sie im Archiv. Fehlt sie, senden Sie sie noch einmal; ist sie da, brechen Sie den Upload ab.',
  'the archive does not tell where it is.': 'Das Archiv sagt nicht, wo es liegt.',
  'The PDF could not be touched: {0} The archive may keep its new metadata beside the file.':
    'Das PDF ließ sich nicht berühren: {0} Das Archiv behält die neuen Metadaten vielleicht neben der Datei.',
  'the archive shows no field of it that could be written.':
    'Das Archiv zeigt kein Feld davon, das sich schreiben ließe.',
  'the archive answered {0}.': 'Das Archiv antwortete: {0}.',
  'Sluice tries again by itself.': 'Sluice versucht es von selbst noch einmal.',
}
