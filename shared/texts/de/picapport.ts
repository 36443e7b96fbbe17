/** German for what PicApport says, and what Sluice says of it. */
export const picapport: Record<string, string> = {
  // What was going on, inside a sentence: «… beim Senden von Fotos …».
  'asking for the state of the server': 'bei der Frage nach dem Zustand des Servers',
  'asking whether the photo is there': 'bei der Frage, ob das Foto da ist,',
  'opening a session': 'beim Öffnen einer Sitzung',
  'sending photos': 'beim Senden von Fotos',

  '{0} answers. It is older than PicApport 8.3 and tells neither its limits nor which photos it has.':
    '{0} antwortet. Es ist älter als PicApport 8.3 und nennt weder seine Grenzen noch die Fotos, die es hat.',
  '{0} answers (PicApport {1}).': '{0} antwortet (PicApport {1}).',
  'Uploads go in as {0}.': 'Uploads gehen als {0} hinein.',
  'It takes files of up to {0}.': 'Es nimmt Dateien bis {0} an.',
  'It takes JPEG photos and no videos.': 'Es nimmt JPEG-Fotos an und keine Videos.',
  'It takes JPEG photos and videos ({0}).': 'Es nimmt JPEG-Fotos und Videos ({0}) an.',

  "The server does not offer PicApport's Web API (status {0} while {1}).":
    'Der Server bietet {1} die Web-API von PicApport nicht an (Status {0}).',
  'Check "url" of this destination: it is the address at which PicApport opens in a browser. On the server, picapport.properties needs webapi.enabled=true and a PicApport of version 7.4 or later.':
    'Prüfen Sie die Webadresse dieses Ziels: Es ist die Adresse, unter der sich PicApport im Browser öffnet. Auf dem Server braucht es webapi.enabled=true in picapport.properties und PicApport ab Version 7.4.',
  "PicApport's Web API is gone for the moment (status {0} while {1}).":
    'Die Web-API von PicApport ist {1} gerade nicht da (Status {0}).',
  'It has answered before, so PicApport is probably starting again.':
    'Sie hat vorher geantwortet; wahrscheinlich startet PicApport gerade neu.',
  '{0} If it stays so, look whether PicApport runs and whether webapi.enabled=true still stands in picapport.properties.':
    '{0} Bleibt es so, sehen Sie nach, ob PicApport läuft und ob in picapport.properties noch webapi.enabled=true steht.',
  'The file is larger than a proxy in front of PicApport lets through.':
    'Die Datei ist größer, als ein Proxy vor PicApport durchlässt.',
  'Raise the size limit of that proxy (nginx: client_max_body_size), or make the file smaller; then retry.':
    'Heben Sie die Größengrenze dieses Proxys an (nginx: client_max_body_size), oder verkleinern Sie die Datei; senden Sie dann noch einmal.',
  'A server in between cannot reach PicApport ({0}).':
    'Ein Server dazwischen erreicht PicApport nicht ({0}).',
  'Sluice goes on by itself when PicApport answers again.':
    'Sluice macht von selbst weiter, sobald PicApport wieder antwortet.',
  'Something in front of PicApport wants a sign-in of its own ({0} while {1}).':
    'Etwas vor PicApport verlangt {1} eine eigene Anmeldung ({0}).',
  'Let /picapportapi/ pass without that sign-in, or use the address of PicApport itself.':
    'Lassen Sie /picapportapi/ ohne diese Anmeldung durch, oder nehmen Sie die Adresse von PicApport selbst.',
  'The server did not understand Sluice while {0} ({1}).':
    'Der Server hat Sluice {0} nicht verstanden ({1}).',
  'The server sends Sluice elsewhere (to {0}) while {1}.':
    'Der Server verweist Sluice {1} an eine andere Adresse: {0}.',
  'The server gave an answer that Sluice does not understand while {0}.':
    'Der Server gab {0} eine Antwort, die Sluice nicht versteht.',
  '{0} is starting: its database is not loaded yet.':
    '{0} startet gerade: Seine Datenbank ist noch nicht geladen.',
  'Sluice goes on by itself when it is ready.': 'Sluice macht von selbst weiter, sobald es bereit ist.',
  'PicApport takes no uploads from {0}.': 'PicApport nimmt von {0} keine Uploads an.',
  'this user': 'diesem Benutzer',
  'Nothing is lost: the files wait.': 'Nichts geht verloren: Die Dateien warten.',
  'In PicApport, give the user the permission pap:access:uploads. If it has it already, the server may be running in demo mode (server.demomode), or its uploads are not set up (upload.* in picapport.properties).':
    'Geben Sie dem Benutzer in PicApport das Recht pap:access:uploads. Hat er es schon, läuft der Server vielleicht im Demo-Modus (server.demomode), oder seine Uploads sind nicht eingerichtet (upload.* in picapport.properties).',
  '{0} has {1}, and that is more than the server takes.':
    '{0} hat {1}, und das ist mehr, als der Server annimmt.',
  '{0} has {1}; the server takes at most {2}.': '{0} hat {1}; der Server nimmt höchstens {2} an.',
  'Make the file smaller, or raise upload.max.filesize.mb on the server; then put it into the folder again.':
    'Verkleinern Sie die Datei, oder heben Sie auf dem Server upload.max.filesize.mb an; legen Sie sie dann noch einmal in den Ordner.',

  '{0} is {1}, which this PicApport does not take.': '{0} ist {1}; so etwas nimmt dieses PicApport nicht an.',
  'Save it as JPEG and put that into the folder. Videos need the plug-in for videos on the server.':
    'Speichern Sie die Datei als JPEG und legen Sie dieses in den Ordner. Für Videos braucht der Server das Plug-in für Videos.',
  'a PNG': 'ein PNG',
  'a GIF': 'ein GIF',
  'a TIFF or camera raw file': 'ein TIFF oder eine Kamera-Rohdatei',
  'a WebP': 'ein WebP',
  'a HEIC': 'ein HEIC',
  'an AVIF': 'ein AVIF',
  'a camera raw file': 'eine Kamera-Rohdatei',
  'a PDF': 'ein PDF',
  'a Matroska or WebM video': 'ein Matroska- oder WebM-Video',
  'a video ({0})': 'ein Video ({0})',
  'a file of the type {0}': 'eine Datei der Art {0}',
  empty: 'leer',
  'of an unknown type': 'von unbekannter Art',

  '{0} was uploaded to PicApport before and has been removed there since.':
    '{0} wurde schon einmal zu PicApport hochgeladen und dort seither entfernt.',
  'It was not sent again.': 'Die Datei wurde nicht noch einmal gesendet.',
  'Nothing to do if that was meant. To send such photos again, set "uploadRemovedAgain": true for this destination.':
    'Nichts zu tun, wenn das so gewollt ist. Sollen solche Fotos wieder gesendet werden, wählen Sie bei diesem Ziel «Auf dem Server entfernte Fotos wieder senden».',
  '{0} has changed while it was being sent.': '{0} hat sich geändert, während die Datei gesendet wurde.',
  'What had been sent of it was thrown away.': 'Was davon schon gesendet war, wurde verworfen.',
  'PicApport did not store {0}: «{1}».': 'PicApport hat {0} nicht gespeichert: «{1}».',
  '{0} If it stays so, look into the log of PicApport.':
    '{0} Bleibt es so, sehen Sie in das Protokoll von PicApport.',
  '{0} was being sent when the connection broke or the server gave no clear answer, and this PicApport is too old (before 8.3) to say whether it has the photo.':
    'Während {0} gesendet wurde, brach die Verbindung ab oder der Server antwortete unklar, und dieses PicApport ist zu alt (vor 8.3), um zu sagen, ob es das Foto hat.',
  'Sluice does not send it again by itself, so that it does not come twice.':
    'Sluice sendet die Datei nicht von selbst noch einmal, damit sie nicht doppelt ankommt.',
  'Look it up in PicApport. If it is not there, retry the file.':
    'Suchen Sie das Foto in PicApport. Ist es nicht da, senden Sie die Datei noch einmal.',
  'PicApport no longer has the photo that it said it had.':
    'PicApport hat das Foto nicht mehr, das es nach eigenen Worten hatte.',
  'Sending was stopped before this photo was through.':
    'Das Senden wurde angehalten, bevor dieses Foto durch war.',
  'Sluice goes on where it stopped.': 'Sluice macht weiter, wo es aufgehört hat.',

  'PicApport refused to sign «{0}» in.': 'PicApport hat die Anmeldung von «{0}» abgelehnt.',
  'Sluice does not try again by itself, so that the user is not locked out.':
    'Sluice versucht es nicht von selbst noch einmal, damit der Benutzer nicht ausgesperrt wird.',
  'Check "user", and store the password again with «sluice secret set NAME».':
    'Prüfen Sie den Benutzer und geben Sie das Passwort noch einmal ein.',
  'PicApport does not accept the session that it has just given to Sluice.':
    'PicApport nimmt die Sitzung nicht an, die es Sluice eben gegeben hat.',
  'Test the destination again. If it fails at once, a proxy in between may remove what stands after the "?" of addresses.':
    'Prüfen Sie das Ziel noch einmal. Scheitert es sofort wieder, entfernt vielleicht ein Proxy dazwischen, was in Adressen nach dem «?» steht.',
  'PicApport lets nobody in without a name.': 'PicApport lässt niemanden ohne Namen hinein.',
  'Set "auth" of this destination to a user and a password, or name a user for the Web API on the server (webapi.default.uid, with a password that is the same as the name).':
    'Wählen Sie bei der Anmeldung dieses Ziels einen Benutzer mit Passwort, oder nennen Sie auf dem Server einen Benutzer für die Web-API (webapi.default.uid, mit einem Passwort, das dem Namen gleicht).',
  'PicApport opens no session: too many are open from this address, or the API key is wrong.':
    'PicApport öffnet keine Sitzung: Von dieser Adresse sind zu viele offen, oder der API-Schlüssel ist falsch.',
  'PicApport opens no session: too many are open from this address, or it wants an API key.':
    'PicApport öffnet keine Sitzung: Von dieser Adresse sind zu viele offen, oder es verlangt einen API-Schlüssel.',
  'Sluice asks again in {0}.': 'Sluice fragt in {0} wieder.',
  'On the server, raise webapi.max.sessions.per.ip, or compare webapi.apikey with "apiKey" of this destination.':
    'Heben Sie auf dem Server webapi.max.sessions.per.ip an, oder vergleichen Sie webapi.apikey mit dem API-Schlüssel dieses Ziels.',
  'PicApport still opens no session for Sluice.': 'PicApport öffnet für Sluice noch immer keine Sitzung.',
  'Compare webapi.apikey of the server with "apiKey" of this destination, and look whether webapi.max.sessions.per.ip is large enough. Then test the destination.':
    'Vergleichen Sie webapi.apikey des Servers mit dem API-Schlüssel dieses Ziels, und sehen Sie nach, ob webapi.max.sessions.per.ip groß genug ist. Prüfen Sie dann das Ziel.',
  'PicApport cannot sign anybody in just now ({0}).': 'PicApport kann gerade niemanden anmelden ({0}).',
  'PicApport wants passwords encrypted in a way that Sluice does not know («{0}»).':
    'PicApport verlangt für Passwörter eine Verschlüsselung, die Sluice nicht kennt («{0}»).',
  'without a name': 'ohne Namen',
  'RSA without a key': 'RSA ohne Schlüssel',
  'Look for a newer version of Sluice.': 'Sehen Sie nach einer neueren Version von Sluice.',
  'PicApport wants the password without encryption, and the connection is not encrypted either.':
    'PicApport verlangt das Passwort unverschlüsselt, und auch die Verbindung ist nicht verschlüsselt.',
  'The password was not sent.': 'Das Passwort wurde nicht gesendet.',
  'Use https:// for this destination, or remove webapi.DISABLE.PASSWORD.ENCRYPTION on the server. If nobody else can listen in, "allowClearPassword": true allows it.':
    'Nehmen Sie für dieses Ziel https://, oder entfernen Sie auf dem Server webapi.DISABLE.PASSWORD.ENCRYPTION. Kann niemand sonst mithören, erlauben Sie es mit «Passwort unverschlüsselt senden, wenn der Server es so verlangt».',
  'The password is too long for the encryption of PicApport (117 bytes).':
    'Das Passwort ist zu lang für die Verschlüsselung von PicApport (117 Bytes).',
  'Use a shorter password for this user.': 'Nehmen Sie für diesen Benutzer ein kürzeres Passwort.',

  'PicApport had this photo already: nothing was sent, and what it knows about the photo stayed as it was.':
    'PicApport hatte dieses Foto schon: Es wurde nichts gesendet, und was es über das Foto weiß, blieb, wie es war.',
  'PicApport has this photo, but answered «{0}» to this upload: another one brought it in the same moment, or it was stored in spite of that.':
    'PicApport hat dieses Foto, hat auf diesen Upload aber mit «{0}» geantwortet: Ein anderer hat es im selben Moment gebracht, oder es wurde trotzdem gespeichert.',
  'This PicApport is older than 8.3: its «OK» is the only word on the delivery.':
    'Dieses PicApport ist älter als 8.3: Sein «OK» ist das einzige Wort über die Lieferung.',
  'PicApport has stored the photo; it had not taken it into its index yet.':
    'PicApport hat das Foto gespeichert; in seinem Index stand es noch nicht.',
}
