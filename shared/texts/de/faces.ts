/** German for destinations that know people by face or voice. */
export const faces: Record<string, string> = {
  // Samples that BioID does not take.
  'Put another picture of the person into the folder.':
    'Legen Sie ein anderes Bild der Person in den Ordner.',
  'BioID finds no face in this picture.': 'BioID findet in diesem Bild kein Gesicht.',
  'Use a picture that shows the whole head from the front, upright and well lit.':
    'Nehmen Sie ein Bild, das den ganzen Kopf von vorn zeigt, aufrecht und gut ausgeleuchtet.',
  'BioID finds no face in the part of this picture that "box" of this destination names.':
    'BioID findet kein Gesicht in dem Teil dieses Bildes, den "box" bei diesem Ziel nennt.',
  'Use a picture with the head in that part, or correct "box". The rest is never sent: it may show somebody else.':
    'Nehmen Sie ein Bild mit dem Kopf in diesem Teil, oder berichtigen Sie "box". Der Rest wird nie gesendet: Er zeigt vielleicht jemand anderen.',
  'BioID finds more than one face in this picture, or a busy background.':
    'BioID findet in diesem Bild mehr als ein Gesicht oder einen unruhigen Hintergrund.',
  'Use a picture that shows one person alone, or crop it closer to the head.':
    'Nehmen Sie ein Bild, das eine Person allein zeigt, oder schneiden Sie es näher am Kopf zu.',
  'The face in this picture is too small for BioID.': 'Das Gesicht in diesem Bild ist für BioID zu klein.',
  'Use a picture in which the head fills more of the frame.':
    'Nehmen Sie ein Bild, in dem der Kopf mehr Platz einnimmt.',
  'BioID cannot use this picture: the face is not fully in the frame.':
    'BioID kann dieses Bild nicht brauchen: Das Gesicht ist nicht ganz im Bild.',
  'The sound of this recording is too bad for BioID.':
    'Der Ton dieser Tonaufnahme ist für BioID zu schlecht.',
  'Record the voice again in a quiet room.': 'Nehmen Sie die Stimme in einem ruhigen Raum noch einmal auf.',
  'This recording is too short for BioID.': 'Diese Tonaufnahme ist für BioID zu kurz.',
  'Record a longer piece of speech.': 'Nehmen Sie ein längeres Stück Sprache auf.',
  'BioID does not take this kind of file for this trait.':
    'BioID nimmt diese Art von Datei für dieses Merkmal nicht an.',
  'Faces need JPEG, PNG, BMP, GIF or TIFF pictures, voices WAV recordings; see "trait".':
    'Gesichter brauchen Bilder in JPEG, PNG, BMP, GIF oder TIFF, Stimmen Tonaufnahmen in WAV; siehe "trait".',
  'BioID does not accept this sample.': 'BioID nimmt diese Probe nicht an.',
  'BioID does not accept this sample: {0}.': 'BioID nimmt diese Probe nicht an: {0}.',
  'BioID cannot read this file.': 'BioID kann diese Datei nicht lesen.',
  'Open it in another program and save it anew as JPEG or PNG, or set "prepare".':
    'Öffnen Sie sie in einem anderen Programm und speichern Sie sie neu als JPEG oder PNG, oder stellen Sie "prepare" ein.',
  'This file is larger than BioID takes.': 'Diese Datei ist größer, als BioID annimmt.',
  'Set "prepare" with "maxWidth" and "maxHeight" in this destination, or make the picture smaller.':
    'Stellen Sie bei diesem Ziel "prepare" mit "maxWidth" und "maxHeight" ein, oder verkleinern Sie das Bild.',
  'Nothing says whose sample this is.': 'Nichts sagt, von wem diese Probe ist.',
  'The folders on the way to this file name several numbers.':
    'Die Ordner auf dem Weg zu dieser Datei nennen mehrere Nummern.',
  'It was not sent: samples under a wrong number would spoil the template of that person.':
    'Sie wurde nicht gesendet: Proben unter einer falschen Nummer würden das gelernte Muster jener Person verderben.',
  'Put it into a folder that begins with the number of the person («4711 Jane»), name it «4711_01.jpg», or say with "pathPattern" where {person} stands.':
    'Legen Sie sie in einen Ordner, der mit der Nummer der Person beginnt («4711 Jane»), nennen Sie sie «4711_01.jpg», oder sagen Sie mit "pathPattern", wo {person} steht.',

  // Tasks that end badly.
  'BioID does not believe that these pictures show a living person.':
    'BioID glaubt nicht, dass diese Bilder einen lebenden Menschen zeigen.',
  'Live detection needs two or more pictures of one person in motion. For still photos set "liveDetection": false.':
    'Die Lebenderkennung braucht zwei oder mehr Bilder einer Person in Bewegung. Für Standfotos stellen Sie "liveDetection": false ein.',
  'The head movements in these pictures are not those that BioID asked for.':
    'Die Kopfbewegungen in diesen Bildern sind nicht die, um die BioID gebeten hat.',
  'Take the pictures again in the order asked for.':
    'Machen Sie die Bilder noch einmal, in der verlangten Reihenfolge.',
  'BioID wants more samples of this person.': 'BioID will mehr Proben dieser Person.',
  'Put more pictures of the person into the folder, raise "samples", and retry.':
    'Legen Sie mehr Bilder der Person in den Ordner, erhöhen Sie "samples" und senden Sie noch einmal.',
  'BioID does not know this person yet.': 'BioID kennt diese Person noch nicht.',
  'Enrol the person first, then retry.': 'Lernen Sie die Person zuerst an und senden Sie dann noch einmal.',
  'BioID was too busy to finish the task.': 'BioID war zu beschäftigt, um die Aufgabe zu Ende zu bringen.',
  'Sluice sends this person again by itself.': 'Sluice sendet diese Person von selbst noch einmal.',
  'BioID does not recognise the person in these samples.':
    'BioID erkennt die Person in diesen Proben nicht wieder.',
  'BioID has not carried out the task, and names no reason.':
    'BioID hat die Aufgabe nicht ausgeführt und nennt keinen Grund.',
  'Retry, or put other samples of the person into the folder.':
    'Senden Sie noch einmal, oder legen Sie andere Proben der Person in den Ordner.',
  'BioID has not carried out the task: {0}.': 'BioID hat die Aufgabe nicht ausgeführt: {0}.',
  'Look the code up in the documentation of BioID; then retry, or put other samples into the folder.':
    'Schlagen Sie den Code in der Dokumentation von BioID nach; senden Sie dann noch einmal, oder legen Sie andere Proben in den Ordner.',
  'Live detection needs {0} samples of a person, and only {1} was accepted.':
    'Die Lebenderkennung braucht {0} Proben einer Person; angenommen wurde nur {1}.',
  'The task was not asked for.': 'Die Aufgabe wurde nicht verlangt.',
  'Put more pictures of the person into the folder and retry.':
    'Legen Sie mehr Bilder der Person in den Ordner und senden Sie noch einmal.',
  'BioID does not carry out this task for this person.':
    'BioID führt diese Aufgabe für diese Person nicht aus.',
  'Check in the BioID portal whether this application may do it, and "task" of this destination; then retry.':
    'Prüfen Sie im BioID-Portal, ob diese Anwendung das darf, und "task" dieses Ziels; senden Sie dann noch einmal.',
  'The answer of BioID was lost, and it can no longer tell whether these samples were enrolled.':
    'Die Antwort von BioID ging verloren, und BioID kann nicht mehr sagen, ob diese Proben gelernt wurden.',
  'Nothing is sent again by itself, since nobody should be trained twice.':
    'Nichts wird von selbst noch einmal gesendet, denn niemand soll zweimal gelernt werden.',
  'Retry to send the samples once more, which does no harm to the person; or cancel.':
    'Senden Sie die Proben noch einmal, das schadet der Person nicht; oder brechen Sie ab.',
  'BioID has not told yet what became of the task.':
    'BioID hat noch nicht gesagt, was aus der Aufgabe wurde.',
  'Sluice asks again by itself.': 'Sluice fragt von selbst noch einmal.',

  // The service, its tokens and its answers.
  'BioID asks for a pause ({0}).': 'BioID bittet um eine Pause ({0}).',
  'Sluice waits as long as the server wishes and then goes on.':
    'Sluice wartet, so lange der Server es wünscht, und macht dann weiter.',
  'The server sends Sluice elsewhere while {0}.': 'Der Server schickt Sluice {0} anderswohin.',
  'Correct "url" of this destination: it is the address of the BWS Web API.':
    'Berichtigen Sie die Adresse dieses Ziels: Es ist die der BWS Web API.',
  'There is no BioID Web Service (classic) at this address.':
    'Unter dieser Adresse ist kein BioID Web Service (classic).',
  'Correct "url" of this destination, for example https://bws.bioid.com/extension/.':
    'Berichtigen Sie die Adresse dieses Ziels, zum Beispiel https://bws.bioid.com/extension/.',
  'A server in between cannot reach BioID ({0}).': 'Ein Server dazwischen erreicht BioID nicht ({0}).',
  'Sluice goes on by itself when BioID answers again.':
    'Sluice macht von selbst weiter, sobald BioID wieder antwortet.',
  'BioID had an error ({0}) while {1}.': 'BioID hatte {1} einen Fehler ({0}).',
  'BioID does not accept the sign-in of Sluice ({0}).':
    'BioID nimmt die Anmeldung von Sluice nicht an ({0}).',
  'Nothing is lost: everything for it waits.': 'Nichts geht verloren: Alles dafür wartet.',
  'Check "appId" and store the App-Secret again with «sluice secret set NAME». A key for BWS 3 does not fit.':
    'Prüfen Sie die App-ID und geben Sie das App-Secret noch einmal ein. Ein Schlüssel für BWS 3 passt nicht.',
  'Store the secret of the token address again with «sluice secret set NAME».':
    'Geben Sie das Geheimnis der Token-Adresse noch einmal ein.',
  'BioID does not accept this person in the storage and partition of this destination.':
    'BioID nimmt diese Person in Storage und Partition dieses Ziels nicht an.',
  'Check "storage" and "partition", and the number that the folder or the file name gives; then retry.':
    'Prüfen Sie "storage" und "partition" und die Nummer, die Ordner oder Dateiname angibt; senden Sie dann noch einmal.',
  'The token address hands out tokens {0}.': 'Die Token-Adresse gibt Token {0} aus.',
  'for another person': 'für eine andere Person',
  'for another task than "{0}"': 'für eine andere Aufgabe als "{0}"',
  'Samples would go to the wrong place, so none are sent.':
    'Proben kämen an den falschen Ort, darum werden keine gesendet.',
  'that it has handed out before': 'zum zweiten Mal',
  'Have the token address corrected: it is asked with "bcid", "task" and "livedetection", and answers with a new token each time.':
    'Lassen Sie die Token-Adresse berichtigen: Sie wird mit "bcid", "task" und "livedetection" gefragt und antwortet jedes Mal mit einem neuen Token.',
  'BioID hands out tokens and then refuses them.': 'BioID gibt Token aus und lehnt sie dann ab.',
  'Nothing was enrolled by this.': 'Dadurch wurde nichts gelernt.',
  'Sluice tries again later. If it stays so, check the clock of the server, and whether the line is too slow for the size of the samples.':
    'Sluice versucht es später noch einmal. Bleibt es so, prüfen Sie die Uhr des Servers und ob die Leitung für so große Proben zu langsam ist.',
  'It was stopped.': 'Es wurde angehalten.',

  // What was going on, inside a sentence: «… beim Senden einer Probe …».
  'asking for a token': 'bei der Frage nach einem Token',
  'asking for the state of the service': 'bei der Frage nach dem Zustand des Dienstes',
  'asking for the task': 'beim Verlangen der Aufgabe',
  'asking whether the person is enrolled': 'bei der Frage, ob die Person schon angelernt ist,',
  'sending a sample': 'beim Senden einer Probe',

  // What a check finds.
  'It offers: {0}.': 'Es bietet: {0}.',
  'BioID knows no partition {0} in a storage «{1}» for this application.':
    'BioID kennt für diese Anwendung keine Partition {0} in einem Storage «{1}».',
  'Correct "storage" and "partition" of this destination: the service names {0}.':
    'Berichtigen Sie "storage" und "partition" dieses Ziels: Der Dienst nennt {0}.',
  'partitions {0}': 'Partition {0}',
  'storage «{0}»': 'Storage «{0}»',
  'The token address hands out tokens.': 'Die Token-Adresse gibt Token aus.',
  'The token address answers. Whether it hands out tokens is seen with the first person.':
    'Die Token-Adresse antwortet. Ob sie Token ausgibt, zeigt sich bei der ersten Person.',
  'Without App-ID and secret, BioID cannot be asked for the outcome of a task whose answer was lost.':
    'Ohne App-ID und App-Secret kann BioID nicht gefragt werden, was aus einer Aufgabe wurde, deren Antwort verloren ging.',
  'Warning: "task" is "none", so samples are only uploaded. BioID forgets them within minutes, and nobody is enrolled.':
    'Warnung: "task" ist "none", Proben werden also nur hochgeladen. BioID vergisst sie nach Minuten, und niemand wird angelernt.',
  'A person is sent ({0}) with {1} samples, or with fewer after {2} without a new one.':
    'Eine Person wird mit {1} Proben gesendet ({0}), oder mit weniger, wenn {2} lang keine neue kommt.',
  'Live detection is on: it needs two or more pictures of a person in motion, and refuses still photos.':
    'Die Lebenderkennung ist an: Sie braucht zwei oder mehr Bilder einer Person in Bewegung und lehnt Standfotos ab.',
  '"prepare" is for pictures; recordings go as they are.':
    '"prepare" gilt für Bilder; Tonaufnahmen gehen, wie sie sind.',

  // What receipts say.
  'Enrolled as {0} with {1}': 'Angelernt als {0} mit {1}',
  'Verified as {0} with {1}': 'Bestätigt als {0} mit {1}',
  'Looked for with {0}': 'Gesucht mit {0}',
  'BioID knows nobody who looks like this.': 'BioID kennt niemanden, der so aussieht.',
  'Found to be a living person as {0} with {1}': 'Als lebender Mensch erkannt, als {0} mit {1}',
  'one sample': 'einer Probe',
  '{0} samples': '{0} Proben',
  'The person was enrolled before; the template was trained further.':
    'Die Person war schon angelernt; ihr Muster wurde weiter gelernt.',
  'The answer was lost. BioID did not know the person before, and knows the person now.':
    'Die Antwort ging verloren. BioID kannte die Person vorher nicht und kennt sie jetzt.',
  'Only uploaded: without a task BioID forgets the sample within minutes.':
    'Nur hochgeladen: Ohne Aufgabe vergisst BioID die Probe nach Minuten.',
  'Match: {0} ({1}).': 'Übereinstimmung: {0} ({1}).',
  'Sent as {0} of {1} × {2}, made for BioID.': 'Gesendet als {0} von {1} × {2}, für BioID gemacht.',
  'There was no face in the crop, so it was sent uncropped.':
    'Im Ausschnitt war kein Gesicht, darum wurde das ganze Bild gesendet.',
  'BioID warns: {0}.': 'BioID warnt: {0}.',
  'BioID warns: {0} ({1}).': 'BioID warnt: {0} ({1}).',
  'the face is small': 'Das Gesicht ist klein',
  'the picture is blurred': 'Das Bild ist unscharf',
  'parts of the picture are too bright': 'Teile des Bildes sind zu hell',
  'parts of the picture are too dark': 'Teile des Bildes sind zu dunkel',
  'the light or the pose is uneven': 'Licht oder Haltung sind ungleichmäßig',
}
