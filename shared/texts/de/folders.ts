/** German for hot folders: their state, and why files in them wait or are left out. */
export const folders: Record<string, string> = {
  'cannot be read ({0}): give the user who runs Sluice permission, or remove it':
    'nicht lesbar ({0}): Geben Sie dem Benutzer, unter dem Sluice läuft, das Recht dazu, oder entfernen Sie die Datei',
  'cannot be read ({0})': 'nicht lesbar ({0})',
  'Not looked at yet.': 'Noch nicht angesehen.',
  'Paused: arriving files are noted, nothing is sent.':
    'Angehalten: Eintreffende Dateien werden vermerkt, gesendet wird nichts.',
  '{0} Looked through {1}.': '{0} Wird {1} durchgesehen.',
  'On a {0}: changes made by other machines are found by looking through it {1}.':
    'Liegt auf: {0}. Änderungen durch andere Computer werden gefunden, indem er {1} durchgesehen wird.',
  'Watched (1 directory), looked through {0}.': 'Überwacht (1 Verzeichnis), wird {0} durchgesehen.',
  'Watched ({0} directories), looked through {1}.': 'Überwacht ({0} Verzeichnisse), wird {1} durchgesehen.',
  '{0} files known.': '{0} Dateien bekannt.',
  'Files are taken after {0} of quiet, since writers were seen to pause here.':
    'Dateien werden nach {0} Ruhe genommen, denn hier machen Programme beim Schreiben Pausen.',
  'every {0}': 'alle {0}',
  'every {0} minutes': 'alle {0} Minuten',
  'every {0} hours': 'alle {0} Stunden',
  'The folder could not be looked at.': 'Der Ordner ließ sich nicht ansehen.',
  'Nothing is lost; it is looked at again in a few seconds.':
    'Nichts geht verloren; in einigen Sekunden wird wieder nachgesehen.',
  'If it stays so, check the disk and report this with the diagnostics file.':
    'Bleibt es so, prüfen Sie den Datenträger und melden Sie es mit der Datei aus «Diagnose speichern…».',
  'The folder is there, but what is in it cannot be listed ({0}).':
    'Der Ordner ist da, aber sein Inhalt lässt sich nicht auflisten ({0}).',
  'Nothing is taken from it and nothing in it counts as deleted.':
    'Es wird nichts daraus genommen, und nichts darin gilt als gelöscht.',
  'Give the user who runs Sluice permission to read it, or check the disk. Sluice goes on by itself.':
    'Geben Sie dem Benutzer, unter dem Sluice läuft, das Leserecht, oder prüfen Sie den Datenträger. Sluice macht von selbst weiter.',
  'An empty folder is found where files were.': 'Wo Dateien waren, ist jetzt ein leerer Ordner.',
  'Nothing in it counts as deleted, since the folder itself may only be elsewhere.':
    'Nichts darin gilt als gelöscht, denn der Ordner selbst ist vielleicht nur woanders.',
  'Put the folder back, or put a file into this one: Sluice goes on by itself.':
    'Legen Sie den Ordner zurück oder eine Datei in diesen hier: Sluice macht von selbst weiter.',
  'The system does not report changes in this folder.':
    'Das System meldet Änderungen in diesem Ordner nicht.',
  'The folder is not there.': 'Der Ordner ist nicht da.',
  'Where the folder was, there is a file.': 'Wo der Ordner war, liegt eine Datei.',
  'The folder may not be read by this user.': 'Dieser Benutzer darf den Ordner nicht lesen.',
  'The disk of the folder reports an error.': 'Der Datenträger des Ordners meldet einen Fehler.',
  'The disk of the folder is gone.': 'Der Datenträger des Ordners ist weg.',
  'The server of the folder no longer knows it.': 'Der Server des Ordners kennt ihn nicht mehr.',
  'The server of the folder is not reachable.': 'Der Server des Ordners ist nicht erreichbar.',
  'The connection to the folder is broken.': 'Die Verbindung zum Ordner ist abgebrochen.',
  'The server of the folder does not answer.': 'Der Server des Ordners antwortet nicht.',
  'The folder cannot be read.': 'Der Ordner lässt sich nicht lesen.',
  'The disk of the folder is not connected: an empty place or another disk is found there.':
    'Der Datenträger des Ordners ist nicht angeschlossen: An seiner Stelle ist ein leerer Ort oder ein anderer Datenträger.',
  'Connect or mount it again: Sluice goes on by itself. If it moved, set the folder up anew.':
    'Schließen Sie ihn wieder an oder binden Sie ihn ein: Sluice macht von selbst weiter. Liegt er jetzt woanders, richten Sie den Ordner neu ein.',
  'Another folder of Sluice stands in the place of this one.':
    'An der Stelle dieses Ordners steht ein anderer Ordner von Sluice.',
  'Nothing is taken from it, so that no picture goes to the wrong place.':
    'Es wird nichts daraus genommen, damit kein Bild an den falschen Ort geht.',
  'Put the right folder back, or set this one up anew.':
    'Legen Sie den richtigen Ordner zurück, oder richten Sie diesen neu ein.',
  'Looking through the folder was broken off.': 'Das Durchsehen des Ordners wurde abgebrochen.',
  'Nothing is lost: the folder will be looked through again.':
    'Nichts geht verloren: Der Ordner wird noch einmal durchgesehen.',
  'Nothing to do, unless this comes back again and again.':
    'Nichts zu tun, solange es nicht immer wieder vorkommt.',
  'Windows network share': 'Windows-Freigabe',
  'local disk': 'lokaler Datenträger',
  'network volume {0} ({1})': 'Netzlaufwerk {0} ({1})',
  'local disk ({0})': 'lokaler Datenträger ({0})',
  '1 directory is looked through at intervals instead.':
    '1 Verzeichnis wird stattdessen in Abständen durchgesehen.',
  '{0} directories are looked through at intervals instead.':
    '{0} Verzeichnisse werden stattdessen in Abständen durchgesehen.',
  'a limited number of': 'eine begrenzte Zahl von',
  'Linux allows {0} watches (fs.inotify.max_user_watches), and they are used up: {1} To lift it: sudo sysctl fs.inotify.max_user_watches={2}':
    'Linux erlaubt {0} Überwachungen (fs.inotify.max_user_watches), und sie sind aufgebraucht: {1} So heben Sie die Grenze an: sudo sysctl fs.inotify.max_user_watches={2}',
  'The system gives this program no more file handles or watchers ({0}): {1} To lift it: close other programs, raise `ulimit -n`, or on Linux sudo sysctl fs.inotify.max_user_instances=1024':
    'Das System gibt diesem Programm keine weiteren Datei-Handles oder Überwachungen ({0}): {1} So heben Sie die Grenze an: andere Programme schließen, `ulimit -n` erhöhen oder unter Linux sudo sysctl fs.inotify.max_user_instances=1024',
  'So many changes came at once that the system may have dropped some.':
    'So viele Änderungen kamen auf einmal, dass das System vielleicht einige verworfen hat.',
  'A directory cannot be watched ({0}): it is looked through at intervals instead.':
    'Ein Verzeichnis lässt sich nicht überwachen ({0}): Es wird stattdessen in Abständen durchgesehen.',
  'The watch on a directory broke ({0}).': 'Die Überwachung eines Verzeichnisses brach ab ({0}).',

  // Why a file is not taken yet.
  'just arrived': 'gerade angekommen',
  'replaced by another file': 'durch eine andere Datei ersetzt',
  'still growing': 'wächst noch',
  'still being changed': 'wird noch geändert',
  'the clock was set back, so the wait begins again':
    'die Uhr wurde zurückgestellt, das Warten beginnt von vorn',
  'quiet for {0} of {1}': 'ruhig seit {0} von {1}',
  'held open by {0}': 'geöffnet von {0}',
  'another program': 'einem anderen Programm',
  'process {0}': 'Prozess {0}',
  'still arriving': 'trifft noch ein',
  'waiting for its sidecar': 'wartet auf ihr Sidecar',
  'its sidecar {0} is still arriving': 'ihr Sidecar {0} trifft noch ein',
  'waiting for its picture': 'wartet auf sein Bild',
  'taken by hand': 'von Hand genommen',
  'was renamed': 'wurde umbenannt',
  'what travels with it has changed': 'was mit ihr reist, hat sich geändert',
  'came when its picture had just been sent': 'kam, als sein Bild gerade gesendet war',
  'goes after {0}, which is on its way': 'geht nach {0}, das unterwegs ist',

  // Why a file is left alone.
  'sidecars are ignored in this folder': 'Sidecars werden in diesem Ordner ausgelassen',
  'there is no picture of this name beside it': 'daneben liegt kein Bild dieses Namens',
  'could belong to {0}: rename it to the full name of one of them':
    'könnte zu {0} gehören: Geben Sie ihm den vollen Namen von einer dieser Dateien',
  'not sent: {0} goes with {1}': 'nicht gesendet: {0} geht mit {1}',
  'not sent: {0} was cancelled': 'nicht gesendet: {0} wurde abgebrochen',
  'not sent: {0} itself was not sent, because its content had been delivered before':
    'nicht gesendet: {0} selbst wurde nicht gesendet, weil der Inhalt schon geliefert war',
  'A second name of {0}.': 'Ein zweiter Name von {0}.',
  'The sidecar has changed again before it was sent.':
    'Das Sidecar hat sich wieder geändert, bevor es gesendet wurde.',
  'Nothing to do: its newest state is on its way.': 'Nichts zu tun: Sein neuester Stand ist unterwegs.',
  'The file or its sidecar has changed since it was queued.':
    'Die Datei oder ihr Sidecar hat sich geändert, während sie wartete.',
  'Nothing to do: it is taken again when it is quiet.':
    'Nichts zu tun: Sie wird neu genommen, sobald sie ruht.',
  '{0} is not on its way any more.': '{0} ist nicht mehr unterwegs.',
  'Nothing to do: it was taken in this moment, or it is gone.':
    'Nichts zu tun: Sie wurde in diesem Moment genommen, oder sie ist weg.',
  'device, not a file': 'ein Gerät, keine Datei',
  'symbolic link: put the file itself here, links are not followed':
    'symbolischer Link: Legen Sie die Datei selbst hierher, Links wird nicht gefolgt',
  'socket, not a file': 'ein Socket, keine Datei',
  'pipe, not a file': 'eine Pipe, keine Datei',
}
