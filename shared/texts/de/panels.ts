/** German for what BAS-IP panels answer, and for what Sluice says of the faces that go to them. */
export const panels: Record<string, string> = {
  // What was going on, inside a sentence: «… beim Senden des Bilds …».
  'asking what it is': 'bei der Frage, was es ist,',
  'looking the person up': 'bei der Suche nach der Person',
  'making an identifier': 'beim Anlegen einer Kennung',
  'removing an identifier': 'beim Entfernen einer Kennung',
  'sending the picture': 'beim Senden des Bilds',
  'taking the picture in': 'beim Aufnehmen des Bilds',

  'A web page answered in place of the panel while {0}.': 'Statt des Panels antwortete {0} eine Webseite.',
  'The panel gave an answer that makes no sense while {0}.':
    'Das Panel gab {0} eine Antwort, die keinen Sinn ergibt.',
  'Check "url" of this destination, and whether a sign-in page of the network stands in between.':
    'Prüfen Sie die Webadresse dieses Ziels und ob eine Anmeldeseite des Netzes dazwischen steht.',
  'The panel asks for a pause ({0}).': 'Das Panel bittet um eine Pause ({0}).',
  'Sluice waits and then goes on by itself.': 'Sluice wartet und macht dann von selbst weiter.',
  'The panel had trouble of its own ({0}) while {1}.': 'Das Panel hatte {1} selbst eine Störung ({0}).',
  'Sluice tries again by itself. If it stays so, restart the panel.':
    'Sluice versucht es von selbst noch einmal. Bleibt es so, starten Sie das Panel neu.',
  'The panel sends its visitors to {0}.': 'Das Panel verweist auf {0}.',
  'another address': 'eine andere Adresse',
  'Put the address to which it leads into "url" of this destination, if that is the panel.':
    'Tragen Sie diese Adresse als Webadresse dieses Ziels ein, wenn dort das Panel ist.',
  'This account is not an administrator of the panel.': 'Dieses Konto ist kein Administrator des Panels.',
  'Only administrators may put faces into it. Pictures wait.':
    'Nur Administratoren dürfen Gesichter hineingeben. Bilder warten.',
  'Name the account of an administrator in "auth" of this destination.':
    'Geben Sie bei der Anmeldung dieses Ziels das Konto eines Administrators an.',
  'What answers at this address is not a BAS-IP panel that Sluice knows (not found while {0}).':
    'Was unter dieser Adresse antwortet, ist kein BAS-IP-Panel, das Sluice kennt (nicht gefunden {0}).',
  'Check "url" of this destination: it is the address of an Android panel by BAS-IP, such as an AA-14FB. Other products of the maker speak another language.':
    'Prüfen Sie die Webadresse dieses Ziels: Sie gehört zu einem Android-Panel von BAS-IP, etwa einem AA-14FB. Andere Geräte des Herstellers sprechen eine andere Sprache.',
  'The panel does not take a picture of so many bytes.': 'Das Panel nimmt kein Bild mit so vielen Bytes an.',
  'Set "prepare": {"maxWidth": 1920, "maxHeight": 1920} for this destination, and try again.':
    'Stellen Sie bei diesem Ziel "prepare": {"maxWidth": 1920, "maxHeight": 1920} ein und senden Sie dann noch einmal.',
  'The panel refused while {0}: «{1}».': 'Absage des Panels {0}: «{1}».',
  'Look at the panel’s own web page for what is wrong, then try again.':
    'Sehen Sie auf der Webseite des Panels nach, was nicht stimmt, und senden Sie dann noch einmal.',
  'The panel does not make an identifier for a face.': 'Das Panel legt für ein Gesicht keine Kennung an.',
  'Perhaps it has no face recognition, or has no room for another face.':
    'Vielleicht hat es keine Gesichtserkennung oder keinen Platz für ein weiteres Gesicht.',
  'Perhaps it has no face recognition (it is a {0}), or has no room for another face.':
    'Vielleicht hat es keine Gesichtserkennung (es ist ein {0}) oder keinen Platz für ein weiteres Gesicht.',
  'Check the model («FB» in its name stands for faces), remove faces at the panel that nobody needs, then try again.':
    'Prüfen Sie das Modell («FB» im Namen steht für Gesichter), entfernen Sie am Panel Gesichter, die niemand braucht, und senden Sie dann noch einmal.',
  'The panel is still busy with another picture.': 'Das Panel ist noch mit einem anderen Bild beschäftigt.',
  'Sluice goes on by itself when the panel is through with it. If it stays so, restart the panel.':
    'Sluice macht von selbst weiter, sobald das Panel damit fertig ist. Bleibt es so, starten Sie das Panel neu.',
  'The panel failed to take the picture in.': 'Dem Panel ist das Aufnehmen des Bilds misslungen.',
  'The panel forgets the identifier before it gets its picture.':
    'Das Panel vergisst die Kennung, bevor es ihr Bild bekommt.',
  'Perhaps somebody is adding a face at the panel’s web page at the same time.':
    'Vielleicht fügt jemand zur selben Zeit auf der Webseite des Panels ein Gesicht hinzu.',
  'Identifier {0}, which this picture got when it was sent earlier, stands under another name: remove it at the panel if it was a mistake.':
    'Die Kennung {0}, die dieses Bild bekam, als es früher gesendet wurde, steht unter einem anderen Namen: Entfernen Sie sie am Panel, falls sie ein Irrtum war.',
  'The panel has not kept all of what was asked for: look there at the lock and the time of identifier {0}.':
    'Das Panel hat nicht alles behalten, worum es gebeten wurde: Sehen Sie dort nach Schloss und Zeitraum der Kennung {0}.',
  'The panel lets a person in otherwise than {0} says: line {1}.':
    'Das Panel lässt eine Person anders ein, als es in {0} steht: Zeile {1}.',
  'The panel lets people in otherwise than {0} says: lines {1}.':
    'Das Panel lässt Personen anders ein, als es in {0} steht: Zeilen {1}.',
  'Lines {0} name the same person as another line: of their pictures, only the one that was sent last stays.':
    'Die Zeilen {0} nennen dieselbe Person wie eine andere Zeile: Von ihren Bildern bleibt nur das zuletzt gesendete.',
  'Lines {0} name the same person as another line: of their pictures, only the one that was sent first is taken.':
    'Die Zeilen {0} nennen dieselbe Person wie eine andere Zeile: Von ihren Bildern wird nur das zuerst gesendete genommen.',
  '«{0}» and «{1}» in {2} contradict each other.': '«{0}» und «{1}» in {2} widersprechen sich.',
  'A line that changes does not change a face that is there: the door opens for it as before.':
    'Eine geänderte Zeile ändert kein Gesicht, das schon da ist: Die Tür öffnet sich ihm wie bisher.',
  'Save the pictures of these lines anew in the folder, or put them there once more. Where known names are replaced, they may be uploaded by hand as well.':
    'Speichern Sie die Bilder dieser Zeilen im Ordner neu, oder legen Sie sie noch einmal hinein. Wo bekannte Namen ersetzt werden, können Sie sie auch von Hand hochladen.',
  'The panel does not keep the name of this person as it was given.':
    'Das Panel behält den Namen dieser Person nicht so, wie er angegeben wurde.',
  'Perhaps the name is too long for it, or has letters that it does not know. The face was removed again.':
    'Vielleicht ist der Name zu lang für das Panel oder hat Buchstaben, die es nicht kennt. Das Gesicht wurde wieder entfernt.',
  'Perhaps the name is too long for it, or has letters that it does not know. The face is still there under the other name.':
    'Vielleicht ist der Name zu lang für das Panel oder hat Buchstaben, die es nicht kennt. Das Gesicht ist dort noch unter dem anderen Namen.',
  'Give the person a shorter name, or one in plain letters, and try again.':
    'Geben Sie der Person einen kürzeren Namen oder einen in einfachen Buchstaben, und senden Sie dann noch einmal.',
  'Remove the face at the panel. Then give the person a shorter name, or one in plain letters, and try again.':
    'Entfernen Sie das Gesicht am Panel. Geben Sie der Person dann einen kürzeren Namen oder einen in einfachen Buchstaben, und senden Sie dann noch einmal.',
  'The panel accepted the picture, and yet does not know the face.':
    'Das Panel hat das Bild angenommen und kennt das Gesicht doch nicht.',
  'Sluice tries again by itself. If it stays so, the panel may be full: remove faces that nobody needs.':
    'Sluice versucht es von selbst noch einmal. Bleibt es so, ist das Panel vielleicht voll: Entfernen Sie Gesichter, die niemand braucht.',
  'It is not written down that the panel has this face.':
    'Es ist nicht aufgeschrieben, dass das Panel dieses Gesicht hat.',
  'Sluice looks the person up and goes on by itself.':
    'Sluice sieht nach der Person und macht von selbst weiter.',

  'The panel found no face on this picture.': 'Das Panel hat auf diesem Bild kein Gesicht gefunden.',
  'Take a picture of one person, from the front, well and evenly lit, eyes open, filling most of the picture; then put it into the folder again.':
    'Nehmen Sie ein Bild auf, das eine einzelne Person von vorn zeigt, gut und gleichmäßig beleuchtet, mit offenen Augen und so groß, dass sie das Bild fast ausfüllt; legen Sie es dann noch einmal in den Ordner.',
  'The panel cannot read this picture.': 'Das Panel kann dieses Bild nicht lesen.',
  'Set "prepare": {} for this destination, so that Sluice makes pictures ready, or save it anew as JPEG; then try again.':
    'Stellen Sie bei diesem Ziel "prepare": {} ein, damit Sluice die Bilder herrichtet, oder speichern Sie es neu als JPEG; senden Sie dann noch einmal.',
  'The panel takes JPEG pictures only.': 'Das Panel nimmt nur JPEG-Bilder an.',
  'Set "prepare": {} for this destination, so that Sluice makes a JPEG of it, or save it as JPEG; then try again.':
    'Stellen Sie bei diesem Ziel "prepare": {} ein, damit Sluice ein JPEG daraus macht, oder speichern Sie es als JPEG; senden Sie dann noch einmal.',
  'This file cannot be read as a picture.': 'Diese Datei lässt sich nicht als Bild lesen.',
  'This is a {0} picture; the panel takes JPEG only.': 'Dies ist ein {0}-Bild; das Panel nimmt nur JPEG an.',
  'The colours of this picture are made for printing (CMYK).':
    'Die Farben dieses Bilds sind für den Druck gemacht (CMYK).',
  'This is a progressive JPEG, which panels cannot be trusted to read.':
    'Dies ist ein progressives JPEG; dass Panels solche lesen, ist nicht gewiss.',
  'The camera held this picture on its side and only noted so; the panel does not turn it.':
    'Die Kamera hat dieses Bild auf der Seite liegend aufgenommen und das nur vermerkt; das Panel dreht es nicht.',
  'This picture is damaged: it cannot be read to its end.':
    'Dieses Bild ist beschädigt: Es lässt sich nicht bis zum Ende lesen.',
  'Set "prepare": {} for this destination: Sluice then sends a copy that suits. Then try again.':
    'Stellen Sie bei diesem Ziel "prepare": {} ein: Sluice sendet dann eine Kopie, die passt. Senden Sie danach noch einmal.',
  'Save it anew as JPEG and put it into the folder again.':
    'Speichern Sie es neu als JPEG und legen Sie es noch einmal in den Ordner.',
  '{0} × {1} points': '{0} × {1} Bildpunkte',
  'This picture has {0}; a panel needs at least 320 × 240.':
    'Dieses Bild hat {0}; ein Panel braucht mindestens 320 × 240.',
  'This picture has {0}; a panel takes at most 5120 × 2700.':
    'Dieses Bild hat {0}; ein Panel nimmt höchstens 5120 × 2700.',
  'Take a larger picture.': 'Nehmen Sie ein größeres Bild.',
  'Take a larger picture, or set a larger "prepare".':
    'Nehmen Sie ein größeres Bild, oder stellen Sie "prepare" größer ein.',
  'Set "prepare": {"maxWidth": 1920, "maxHeight": 1920} for this destination: Sluice then sends a smaller copy. Then try again.':
    'Stellen Sie bei diesem Ziel "prepare": {"maxWidth": 1920, "maxHeight": 1920} ein: Sluice sendet dann eine kleinere Kopie. Senden Sie danach noch einmal.',

  'The picture is larger than 5 MB: panels are slow with such. «"prepare": {"maxWidth": 1920, "maxHeight": 1920}» makes it smaller.':
    'Das Bild ist größer als 5 MB: Damit sind Panels langsam. «"prepare": {"maxWidth": 1920, "maxHeight": 1920}» macht es kleiner.',
  'The panel got a copy that was made ready for it.':
    'Das Panel hat eine Kopie bekommen, die dafür hergerichtet wurde.',
  'The earlier face (identifier {0}) was removed after this one was there.':
    'Das frühere Gesicht (Kennung {0}) wurde entfernt, nachdem dieses da war.',
  'The earlier face (identifier {0}) is still there: the panel refuses to remove it («{1}»).':
    'Das frühere Gesicht (Kennung {0}) ist noch da: Das Panel weigert sich, es zu entfernen («{1}»).',
  'The panel knew a face under this name (identifier {0}); nothing was sent («onExisting»: «skip»).':
    'Das Panel kannte unter diesem Namen schon ein Gesicht (Kennung {0}); es wurde nichts gesendet («onExisting»: «skip»).',

  'The panel cannot sign Sluice in just now ({0}).': 'Das Panel kann Sluice gerade nicht anmelden ({0}).',
  'The panel refused the user name or the password.':
    'Das Panel hat den Benutzernamen oder das Passwort abgelehnt.',
  'Sluice does not try again by itself: panels shut out whoever keeps guessing. Pictures wait.':
    'Sluice versucht es nicht von selbst noch einmal: Panels sperren aus, wer zu oft rät. Bilder warten.',
  'Check "user", store the password again with «sluice secret set NAME», then check this destination.':
    'Prüfen Sie den Benutzernamen, geben Sie das Passwort noch einmal ein und prüfen Sie dann dieses Ziel.',
  'The panel does not accept its own sign-in.': 'Das Panel nimmt seine eigene Anmeldung nicht an.',
  'The panel wants to know who it talks to.': 'Das Panel will wissen, mit wem es spricht.',
  'Pictures wait.': 'Bilder warten.',
  'Check the account at the panel, then check this destination. A proxy in between may remove the Authorization header.':
    'Prüfen Sie das Konto am Panel und dann dieses Ziel. Vielleicht entfernt ein Proxy dazwischen den Authorization-Header.',
  'Set "auth" of this destination to the account of an administrator.':
    'Geben Sie bei der Anmeldung dieses Ziels das Konto eines Administrators an.',

  '{0} answers (API {1}).': '{0} antwortet (API {1}).',
  '{0} answers: {1} (API {2}).': '{0} antwortet: {1} (API {2}).',
  '{0}, firmware {1}': '{0}, Firmware {1}',
  'Signed in as an administrator.': 'Angemeldet als Administrator.',
  'Signed in; the panel does not tell with which rights.':
    'Angemeldet; das Panel sagt nicht, mit welchen Rechten.',
  'Its list of identifiers can be read.': 'Seine Liste der Kennungen lässt sich lesen.',
  'It knows one identifier.': 'Es kennt eine Kennung.',
  'It knows {0} identifiers.': 'Es kennt {0} Kennungen.',
  'This model recognises faces.': 'Dieses Modell erkennt Gesichter.',
  'This model ({0}) may have no face recognition, since «FB» is missing in its name: it may refuse every picture.':
    'Dieses Modell ({0}) hat vielleicht keine Gesichtserkennung, denn in seinem Namen fehlt «FB»: Es lehnt dann womöglich jedes Bild ab.',
  'This panel takes pictures in a part named «{0}».':
    'Dieses Panel nimmt Bilder in einem Teil namens «{0}» an.',
  'Pictures go in a part named «{0}»; if the panel cannot read the first one, «{1}» is tried.':
    'Bilder gehen in einem Teil namens «{0}»; kann das Panel das erste nicht lesen, wird «{1}» versucht.',

  'the file’s name': 'dem Namen der Datei',
  'the folder’s "pathPattern"': 'dem "pathPattern" des Ordners',
  'There is no name of a person in {0}.': 'In {0} steht kein Name einer Person.',
  '«{0}» in {1} is neither a type (owner, guest) nor a lock (first, second, all).':
    '«{0}» in {1} ist weder eine Art (owner, guest) noch ein Schloss (first, second, all).',
  'Sluice does not guess whom a door opens for.': 'Sluice rät nicht, wem eine Tür aufgeht.',
  'Rename the file, for example «Jane Roe.jpg» or «Jane Roe__guest__second.jpg»; it is then taken again.':
    'Benennen Sie die Datei um, zum Beispiel in «Jane Roe.jpg» oder «Jane Roe__guest__second.jpg»; sie wird dann neu genommen.',

  '{0} names the people on one picture.': '{0} nennt die Person zu einem Bild.',
  '{0} names the people on {1} pictures.': '{0} nennt die Personen zu {1} Bildern.',
  'The list of people ({0}): {1}': 'Die Liste der Personen ({0}): {1}',
  'The picture waits; others go on.': 'Das Bild wartet; andere gehen weiter.',
  'Mend {0}; Sluice reads it anew and goes on by itself.':
    'Berichtigen Sie {0}; Sluice liest sie neu und macht von selbst weiter.',
  'It has no line for this picture.': 'Sie hat keine Zeile für dieses Bild.',
  'It is far too large for a list of people.': 'Sie ist viel zu groß für eine Liste von Personen.',
  'It is being written at this moment.': 'Sie wird in diesem Moment geschrieben.',
  'It is not in UTF-8: save it as «CSV UTF-8».': 'Sie ist nicht in UTF-8: Speichern Sie sie als «CSV UTF-8».',
  'It is not there.': 'Sie ist nicht da.',
  'It cannot be read ({0}).': 'Sie lässt sich nicht lesen ({0}).',
  'It is empty.': 'Sie ist leer.',
  'And {0} more.': 'Und {0} weitere.',

  // What is wrong in a line of that list.
  'Line {0}: {1}.': 'Zeile {0}: {1}.',
  '«{0}» is no column; there are {1}': '«{0}» ist keine Spalte; es gibt {1}',
  'the column «{0}» is there twice': 'die Spalte «{0}» kommt zweimal vor',
  'the column «{0}» is missing': 'die Spalte «{0}» fehlt',
  'a quotation mark is never closed': 'ein Anführungszeichen wird nie geschlossen',
  '«{0}» stands in line {1} already': '«{0}» steht schon in Zeile {1}',
  'there are more values than columns': 'es gibt mehr Werte als Spalten',
  'the name of the picture is missing': 'der Name des Bilds fehlt',
  'the name of the person is missing': 'der Name der Person fehlt',
  '«{0}» is no type; there are owner and guest': '«{0}» ist keine Art; es gibt owner und guest',
  '«{0}» is no lock; there are first, second and all':
    '«{0}» ist kein Schloss; es gibt first, second und all',
  '"from" and "to" belong together': '"from" und "to" gehören zusammen',
  '«{0}» is no date; write 2026-03-01 or 2026-03-01 08:00':
    '«{0}» ist kein Datum; schreiben Sie 2026-03-01 oder 2026-03-01 08:00',
  'it ends («{0}») before it begins («{1}»)': 'es endet («{0}»), bevor es beginnt («{1}»)',
}
