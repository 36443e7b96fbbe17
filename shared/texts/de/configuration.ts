/** German for mistakes in the configuration. Most go on from the name of what is wrong: «"url" fehlt». */
export const configuration: Record<string, string> = {
  'the file': 'die Datei',
  'Correct the file and try again.': 'Berichtigen Sie die Datei und versuchen Sie es noch einmal.',
  '"sluice config validate" lists every mistake.': '"sluice config validate" nennt jeden Fehler.',
  '{0} (and {1} more)': '{0} (und {1} weitere)',
  'needs a comma before this': 'braucht davor ein Komma',
  'needs a colon after the name': 'braucht nach dem Namen einen Doppelpunkt',
  'needs a name in double quotes here': 'braucht hier einen Namen in doppelten Anführungszeichen',
  'needs a value here': 'braucht hier einen Wert',
  'needs a closing } here': 'braucht hier eine schließende }',
  'needs a closing ] here': 'braucht hier eine schließende ]',
  'goes on after its end': 'geht nach ihrem Ende weiter',
  'has a text without its closing quote': 'enthält einen Text ohne schließendes Anführungszeichen',
  'has a comment without its end': 'enthält einen Kommentar ohne Ende',
  'has a single backslash; write it twice ("C:\\\\Photos")':
    'enthält einen einzelnen Backslash; schreiben Sie ihn doppelt ("C:\\\\Photos")',
  'has a tab or control character inside a text':
    'enthält in einem Text einen Tabulator oder ein Steuerzeichen',
  'is given twice': 'kommt zweimal vor',
  'is not JSON here': 'ist hier kein JSON',
  'is {0}, which is taken; names are unique': 'ist {0}; der Name ist vergeben, und jeder gilt nur einmal',
  'is {0}, which is no destination; {1}': 'ist {0}, aber das ist kein Ziel; {1}',
  'is {0}, which is no template; {1}': 'ist {0}, aber das ist keine Vorlage; {1}',
  'is on {0}, not on {1}': 'liegt auf {0}, nicht auf {1}',
  'is the same folder as {0}: its files would be taken twice':
    'ist derselbe Ordner wie {0}: Seine Dateien würden zweimal genommen',
  'is inside the folder of {0}: its files would be taken twice':
    'liegt im Ordner von {0}: Seine Dateien würden zweimal genommen',
  'is inside the hot folder {0}: moved files would be taken again':
    'liegt im überwachten Ordner {0}: Verschobene Dateien würden wieder genommen',
  'There is no configuration at {0}.': 'Unter {0} ist keine Konfiguration.',
  'Write one there, or name another file with --config.':
    'Schreiben Sie dort eine, oder nennen Sie mit --config eine andere Datei.',
  '{0} is a folder, not a file.': '{0} ist ein Ordner, keine Datei.',
  'Name the file inside it.': 'Nennen Sie die Datei darin.',
  'The configuration {0} may not be read by this user.':
    'Dieser Benutzer darf die Konfiguration {0} nicht lesen.',
  'Give read permission to the user who runs Sluice.':
    'Geben Sie dem Benutzer, unter dem Sluice läuft, das Leserecht.',
  'The configuration {0} cannot be read ({1}).': 'Die Konfiguration {0} lässt sich nicht lesen ({1}).',
  'Check the disk it is on and try again.': 'Prüfen Sie den Datenträger und versuchen Sie es noch einmal.',
  '{0} is not a text in UTF-8.': '{0} ist kein Text in UTF-8.',
  'Save it again as UTF-8.': 'Speichern Sie die Datei als UTF-8.',
  '{0} is empty.': '{0} ist leer.',
  'At the least it must hold {}.': 'Mindestens {} muss darin stehen.',
  'The configuration {0} cannot be written ({1}).': 'Die Konfiguration {0} lässt sich nicht schreiben ({1}).',
  'Check the disk and the rights on its folder, then save again.':
    'Prüfen Sie den Datenträger und die Rechte am Ordner, und speichern Sie noch einmal.',
  or: 'oder',
  and: 'und',
  'did you mean {0}?': 'meinten Sie {0}?',
  'there is none yet': 'es gibt noch keine',
  'known here: {0}': 'bekannt: {0}',
  'a text in quotes': 'ein Text in Anführungszeichen',
  'true or false': 'true oder false',
  'a list in [ ]': 'eine Liste in [ ]',
  'an object in { }': 'ein Objekt in { }',
  'a list': 'eine Liste',
  'an object': 'ein Objekt',
  'is missing; it must be {0}': 'fehlt; erlaubt: {0}',
  'must be {0}, not {1}': 'muss {0} sein, nicht {1}',
  'is {0}; did you mean {1}?': 'ist {0}; meinten Sie {1}?',
  'at least {0}': 'mindestens {0}',
  'at most {0}': 'höchstens {0}',
  'must not be empty': 'darf nicht leer sein',
  'must have {0} characters': 'muss {0} Zeichen haben',
  'must have {0} entries': 'muss {0} Einträge haben',
  'is missing': 'fehlt',
  'is not known; {0}': 'ist nicht bekannt; {0}',
  'cannot be used: {0}': 'lässt sich nicht verwenden: {0}',
  'is {0}, which uses {1}; the "pathPattern" of this folder does not have it':
    'ist {0} und verwendet {1}; im Pfadmuster dieses Ordners kommt das nicht vor',
  'a variable': 'eine Variable',
  'holds a control character; write every backslash twice ("C:\\\\Photos")':
    'enthält ein Steuerzeichen; schreiben Sie jeden Backslash doppelt ("C:\\\\Photos")',
  'names the same destination twice': 'nennt dasselbe Ziel zweimal',
  'is no time zone; write for example "Europe/Berlin" or "UTC"':
    'ist keine Zeitzone; schreiben Sie zum Beispiel "Europe/Berlin" oder "UTC"',
  'is missing: "add" needs it': 'fehlt: «Schreiben» braucht ihn',
  'is missing: "append" needs it': 'fehlt: «Anfügen» braucht ihn',
  'is missing: "prepend" needs it': 'fehlt: «Voranstellen» braucht ihn',
  'must be left out: "erase" takes no value': 'muss entfallen: «Feld leeren» nimmt keinen Wert',
  'must be a single text with "append"': 'muss beim Anfügen ein einzelner Text sein',
  'must be a single text with "prepend"': 'muss beim Voranstellen ein einzelner Text sein',
  'must be the number of a field or its name': 'muss die Nummer oder der Name eines Felds sein',
  'must be a text or a list of texts': 'muss ein Text oder eine Liste von Texten sein',
  'must be one character that is no letter, digit, space or brace':
    'muss ein einzelnes Zeichen sein, aber kein Buchstabe, keine Ziffer, kein Leerzeichen und keine Klammer',
  'must be a time of day such as "08:00"': 'muss eine Uhrzeit wie "08:00" sein',
  'is the same time as "from"; a whole day is "00:00" to "24:00"':
    'ist dieselbe Zeit wie der Anfang; ein ganzer Tag ist "00:00" bis "24:00"',
  'must not hold control characters or line breaks': 'darf keine Steuerzeichen oder Zeilenumbrüche enthalten',
  'must not begin or end with a space': 'darf nicht mit einem Leerzeichen beginnen oder enden',
  'must be a name in the secret store or {"env": "NAME"}':
    'muss ein Name im Speicher für Geheimnisse sein oder {"env": "NAME"}',
  'must be a web address that begins with https://': 'muss eine Webadresse sein, die mit https:// beginnt',
  'must not hold a user name or password; name them in "auth"':
    'darf keinen Benutzernamen und kein Passwort enthalten; die gehören zur Anmeldung',
  'must not have anything after "?" or "#"': 'darf nach "?" oder "#" nichts mehr enthalten',
  'sends everything unencrypted; use https:// or set "allowInsecure": true':
    'sendet alles unverschlüsselt; nehmen Sie https:// oder erlauben Sie es ausdrücklich',
  'must begin with "/" and hold only letters, digits and . _ ~ - /':
    'muss mit "/" beginnen und darf nur Buchstaben, Ziffern und . _ ~ - / enthalten',
  'must be the address of a collection and begin with "/"':
    'muss die Adresse eines Archivs oder Ordners sein und mit "/" beginnen',
  'must be a ratio such as "3:4"': 'muss ein Verhältnis wie "3:4" sein',
  'must be the name of a storage, without "." and "/"': 'muss der Name eines Storage sein, ohne "." und "/"',
  'must be at least 2 with "liveDetection"': 'muss bei Lebenderkennung mindestens 2 sein',
  'must have the format "jpeg": panels take nothing else':
    'muss das Format "jpeg" haben: Türstationen nehmen nichts anderes',
  'reaches past the right edge: "left" and "width" are at most 100 together':
    'reicht über den rechten Rand hinaus: Abstand und Breite sind zusammen höchstens 100',
  'reaches past the lower edge: "top" and "height" are at most 100 together':
    'reicht über den unteren Rand hinaus: Abstand und Höhe sind zusammen höchstens 100',
  'sends the token unencrypted; use https://': 'sendet den Token unverschlüsselt; nehmen Sie https://',
  'names "{0}", which cannot be read': 'nennt «{0}»; diese Datei lässt sich nicht lesen',
}
