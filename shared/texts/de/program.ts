/** German for Sluice itself: its data, its secrets, its faces. */
export const program: Record<string, string> = {
  'If the command line and the running Sluice are of different versions, restart Sluice.':
    'Haben Fenster und laufendes Sluice verschiedene Versionen, starten Sie Sluice neu.',
  'Sluice knows no request "{0}".': 'Sluice kennt keine Anfrage "{0}".',
  'The request "{0}" has a wrong input.': 'Die Anfrage "{0}" hat eine falsche Eingabe.',
  'Something went wrong inside Sluice.': 'In Sluice ist etwas schiefgegangen.',
  'Try again; if it stays, send the file that "sluice diagnostics" makes to support.':
    'Versuchen Sie es noch einmal; bleibt es so, schicken Sie dem Support die Datei aus «Diagnose speichern…».',
  'There is no destination named «{0}» in the configuration.': 'Ein Ziel «{0}» ist nicht eingerichtet.',
  'There is no folder named «{0}» in the configuration.': 'Ein Ordner «{0}» ist nicht eingerichtet.',
  'There is no template named «{0}» in the configuration.': 'Eine Vorlage «{0}» ist nicht eingerichtet.',
  'Known are: {0}.': 'Bekannt: {0}.',
  none: 'keine',
  'Sluice is not running: nothing is watched.': 'Sluice läuft nicht: Es wird nichts überwacht.',

  'The queue database is damaged.': 'Die Datenbank der Warteschlange ist beschädigt.',
  'What was delivered stays in the history.': 'Was geliefert wurde, bleibt im Verlauf.',
  'Restart Sluice: the database is mended at the start. Check the disk.':
    'Starten Sie Sluice neu: Beim Start wird die Datenbank repariert. Prüfen Sie den Datenträger.',
  'The disk that holds {0} is full.': 'Der Datenträger mit {0} ist voll.',
  'The queue in {0} cannot be written ({1}).': 'Die Warteschlange in {0} lässt sich nicht schreiben ({1}).',
  'Nothing new is begun until it can be written again; nothing is lost.':
    'Nichts Neues wird begonnen, bis wieder geschrieben werden kann; nichts geht verloren.',
  'Make space on that disk. Sluice goes on by itself.':
    'Schaffen Sie dort Platz. Sluice macht von selbst weiter.',
  'The queue database was written by a newer version of Sluice (shape {0}; this version knows up to {1}).':
    'Die Datenbank der Warteschlange stammt von einer neueren Version von Sluice (Form {0}; diese Version kennt bis {1}).',
  'Nothing was changed in it.': 'Daran wurde nichts geändert.',
  'Install the newer Sluice again, or choose another data folder with --data.':
    'Installieren Sie wieder das neuere Sluice, oder wählen Sie mit --data einen anderen Datenordner.',
  '{0} is a database of another program.': '{0} ist die Datenbank eines anderen Programms.',
  'Choose another data folder with --data.': 'Wählen Sie mit --data einen anderen Datenordner.',
  'Another Sluice is already running on the data folder {0}.':
    'Mit dem Datenordner {0} läuft schon ein anderes Sluice.',
  'Use that one, stop it first, or choose another data folder with --data.':
    'Nehmen Sie jenes, beenden Sie es zuerst, oder wählen Sie mit --data einen anderen Datenordner.',
  'The disk that holds {0} is full. Sluice cannot keep its queue there.':
    'Der Datenträger mit {0} ist voll. Sluice kann seine Warteschlange dort nicht führen.',
  'Make space on that disk and start again, or choose another data folder with --data.':
    'Schaffen Sie dort Platz und starten Sie neu, oder wählen Sie mit --data einen anderen Datenordner.',
  'Sluice may not write in its data folder {0}.': 'Sluice darf in seinem Datenordner {0} nicht schreiben.',
  'Give the user who runs Sluice permission to write there, or choose another with --data.':
    'Geben Sie dem Benutzer, unter dem Sluice läuft, dort das Schreibrecht, oder wählen Sie mit --data einen anderen.',
  'Sluice cannot keep its queue in {0}.': 'Sluice kann seine Warteschlange nicht in {0} führen.',
  'See that it is a folder on a local disk with free space and that you may write there, or choose another with --data.':
    'Es muss ein Ordner auf einem lokalen Datenträger mit freiem Platz sein, in dem Sie schreiben dürfen; oder wählen Sie mit --data einen anderen.',
  'The queue database was damaged. It was copied to {0}, and {1} deliveries were carried over into a new one.':
    'Die Datenbank der Warteschlange war beschädigt. Sie wurde nach {0} kopiert, und {1} Lieferungen wurden in eine neue übernommen.',
  'Every watched folder is looked through again; files known as delivered are not sent a second time. Files picked by hand that were still waiting are no longer in the queue.':
    'Jeder überwachte Ordner wird neu durchgesehen; Dateien, die als geliefert bekannt sind, werden kein zweites Mal gesendet. Von Hand gewählte Dateien, die noch warteten, sind nicht mehr in der Warteschlange.',
  'Check the disk. Keep the copy until you have run «sluice audit» on each folder. Pick again what you had picked by hand.':
    'Prüfen Sie den Datenträger. Behalten Sie die Kopie, bis Sie für jeden Ordner den Nachweis angesehen haben. Wählen Sie noch einmal, was Sie von Hand gewählt hatten.',

  'The secret "{0}" is not in the secret store.': 'Das Geheimnis "{0}" ist nicht gespeichert.',
  'Set it with: sluice secret set {0}':
    'Geben Sie es beim Ziel ein, oder im Terminal mit: sluice secret set {0}',
  'The environment variable {0}, which should hold a secret, is not set.':
    'Die Umgebungsvariable {0}, die ein Geheimnis enthalten soll, ist nicht gesetzt.',
  'Set it for the user who runs Sluice, then start Sluice again.':
    'Setzen Sie sie für den Benutzer, unter dem Sluice läuft, und starten Sie Sluice neu.',
  'The secrets in {0} can be read by other users, and this could not be changed ({1}).':
    'Die Geheimnisse in {0} können andere Benutzer lesen, und das ließ sich nicht ändern ({1}).',
  'Run: chmod 600 {0}': 'Führen Sie aus: chmod 600 {0}',
  'it is not the file that Sluice wrote': 'es ist nicht die Datei, die Sluice geschrieben hat',
  'The secrets in {0} cannot be read: {1}.': 'Die Geheimnisse in {0} lassen sich nicht lesen: {1}.',
  'Move the file away and give the secrets again with: sluice secret set NAME':
    'Verschieben Sie die Datei und geben Sie die Geheimnisse noch einmal ein, beim Ziel oder mit: sluice secret set NAME',
  'SLUICE_SECRETS is "file"': 'SLUICE_SECRETS ist "file"',
  "Secrets are kept in {0}, which only this user may read; the system's keyring is not used ({1}).":
    'Geheimnisse liegen in {0}, und nur dieser Benutzer darf sie lesen; der Schlüsselbund des Systems wird nicht benutzt ({1}).',
  "Secrets are kept in the system's keyring.": 'Geheimnisse liegen im Schlüsselbund des Systems.',
  'it did not give back what was put in': 'er gab nicht zurück, was hineingelegt wurde',
  'it did not answer': 'er hat nicht geantwortet',
  'this desktop offers no store for passwords': 'dieser Desktop hat keinen Speicher für Passwörter',
  'Secrets are kept in {0}, encrypted with a key that the system keeps.':
    'Geheimnisse liegen in {0}, verschlüsselt mit einem Schlüssel, den das System verwahrt.',
  'Secrets cannot be stored by the app: {0}, and they would lie on the disk as plain text.':
    'Die App kann keine Geheimnisse speichern: {0}, und sie lägen als Klartext auf dem Datenträger.',
  'The secret was not stored: {0}.': 'Das Geheimnis wurde nicht gespeichert: {0}.',
  'It would lie on the disk as good as in plain text.': 'Es läge so gut wie im Klartext auf dem Datenträger.',
  'Install and unlock GNOME Keyring or KWallet, then start Sluice again; or give the secret as an environment variable in the configuration.':
    'Installieren und entsperren Sie GNOME Keyring oder KWallet und starten Sie Sluice neu; oder geben Sie das Geheimnis in der Konfiguration als Umgebungsvariable an.',
  'The secrets in {0} cannot be read.': 'Die Geheimnisse in {0} lassen sich nicht lesen.',
  'Move the file away and give the secrets again in the settings.':
    'Verschieben Sie die Datei und geben Sie die Geheimnisse bei den Zielen noch einmal ein.',
  'The secret "{0}" in {1} cannot be decrypted.':
    'Das Geheimnis "{0}" in {1} lässt sich nicht entschlüsseln.',
  'The secret "{0}" in {1} cannot be decrypted: {2}.':
    'Das Geheimnis "{0}" in {1} lässt sich nicht entschlüsseln: {2}.',
  'Unlock the system’s store for passwords and start Sluice again, or give the secret anew.':
    'Entsperren Sie den Speicher des Systems für Passwörter und starten Sie Sluice neu, oder geben Sie das Geheimnis neu ein.',

  'This request makes no sense to Sluice.': 'Mit dieser Anfrage kann Sluice nichts anfangen.',
  'Send JSON: {"input": …}. If this page was open while Sluice was updated, load it anew.':
    'Senden Sie JSON: {"input": …}. War diese Seite offen, während Sluice erneuert wurde, laden Sie sie neu.',
  'This is more than the window may send at once.': 'Das ist mehr, als das Fenster auf einmal senden darf.',
  'Send less at a time.': 'Senden Sie weniger auf einmal.',
  'There is nothing under this address.': 'Unter dieser Adresse ist nichts.',
  'Open the window by the address that Sluice printed.':
    'Öffnen Sie das Fenster über die Adresse, die Sluice ausgegeben hat.',
  'A browser cannot show the file dialog of the computer on which Sluice runs.':
    'Ein Browser kann den Dateidialog des Computers, auf dem Sluice läuft, nicht zeigen.',
  'Choose from the list of folders in this window, or type the path.':
    'Wählen Sie aus der Ordnerliste in diesem Fenster, oder geben Sie den Pfad ein.',
  'A browser cannot open a folder of the computer on which Sluice runs.':
    'Ein Browser kann keinen Ordner des Computers öffnen, auf dem Sluice läuft.',
  'Copy the path, and open it there.': 'Kopieren Sie den Pfad und öffnen Sie ihn dort.',
  'Sluice runs without a screen here and cannot open an address by itself.':
    'Sluice läuft hier ohne Bildschirm und kann selbst keine Adresse öffnen.',
  'Open the address in a tab of this browser.': 'Öffnen Sie die Adresse in einem Tab dieses Browsers.',
  'This window is not known under the name that stands in the address.':
    'Unter dem Namen in der Adresse ist dieses Fenster nicht bekannt.',
  'Open it by the address that Sluice printed. Through a tunnel (ssh -L) use the same port on both sides; behind a reverse proxy start Sluice with --ui-remote and the name of the proxy.':
    'Öffnen Sie es über die Adresse, die Sluice ausgegeben hat. Nehmen Sie bei einem Tunnel (ssh -L) auf beiden Seiten denselben Port; hinter einem Reverse-Proxy starten Sie Sluice mit --ui-remote und dem Namen des Proxys.',
  'Another page has asked for something in the name of this window.':
    'Eine andere Seite hat im Namen dieses Fensters etwas verlangt.',
  'Nothing was done. Close that page if you do not know it.':
    'Es wurde nichts getan. Schließen Sie jene Seite, wenn Sie sie nicht kennen.',
  'It is not known which page asks.': 'Es ist nicht bekannt, welche Seite fragt.',
  'A program sends the token along as «Authorization: Bearer TOKEN».':
    'Ein Programm schickt den Token mit: «Authorization: Bearer TOKEN».',
  'This window opens with a token.': 'Dieses Fenster öffnet sich mit einem Token.',
  'Open the address that Sluice printed when it was started. It ends in ?token= and the text in the file «ui-token» of the data folder. If you came here by a link, choose «Open the window».':
    'Öffnen Sie die Adresse, die Sluice beim Start ausgegeben hat. Sie endet auf ?token= und den Text der Datei «ui-token» im Datenordner. Kamen Sie über einen Link, wählen Sie «Das Fenster öffnen».',
  'This token is not the right one.': 'Dieser Token ist nicht der richtige.',
  'Open the address that Sluice printed when it was started. It ends in ?token= and the text in the file «ui-token» of the data folder.':
    'Öffnen Sie die Adresse, die Sluice beim Start ausgegeben hat. Sie endet auf ?token= und den Text der Datei «ui-token» im Datenordner.',
  'Too many wrong tokens were tried.': 'Es wurden zu viele falsche Token versucht.',
  'Wait a minute, then open the address that Sluice printed when it was started.':
    'Warten Sie eine Minute und öffnen Sie dann die Adresse, die Sluice beim Start ausgegeben hat.',
  '{0} cannot be opened ({1}).': '{0} lässt sich nicht öffnen ({1}).',
  'Choose another folder, or give the user who runs Sluice permission to read it.':
    'Wählen Sie einen anderen Ordner, oder geben Sie dem Benutzer, unter dem Sluice läuft, das Leserecht.',
  'Sluice does not open {0}: only https addresses are opened.':
    'Sluice öffnet {0} nicht: Nur https-Adressen werden geöffnet.',
  'Copy the address into your browser if you trust it.':
    'Kopieren Sie die Adresse in Ihren Browser, wenn Sie ihr vertrauen.',
  'A page that is not Sluice’s own has asked for something.':
    'Eine Seite, die nicht zu Sluice gehört, hat etwas verlangt.',
  'Close the window and open it again from the tray.':
    'Schließen Sie das Fenster und öffnen Sie es wieder über das Symbol im Infobereich.',
  'The window could not carry this out.': 'Das Fenster konnte das nicht ausführen.',
  'Try again. If it stays so, open Diagnostics and save the file for support.':
    'Versuchen Sie es noch einmal. Bleibt es so, speichern Sie unter «Diagnose» die Datei für den Support.',
  'Sluice does not answer.': 'Sluice antwortet nicht.',
  'What is queued is safe and goes on when Sluice runs.':
    'Was in der Warteschlange ist, bleibt sicher und geht weiter, sobald Sluice läuft.',
  'Start Sluice again: this page goes on by itself.':
    'Starten Sie Sluice wieder: Diese Seite geht dann von selbst weiter.',
  'This page has lost its permission to speak with Sluice.':
    'Diese Seite darf nicht mehr mit Sluice sprechen.',
  'Open the address again that Sluice printed when it was started.':
    'Öffnen Sie wieder die Adresse, die Sluice beim Start ausgegeben hat.',
  '{0} could not be written ({1}).': '{0} ließ sich nicht schreiben ({1}).',
  'Choose another folder.': 'Wählen Sie einen anderen Ordner.',
  'A browser saves files by itself, on the computer on which it runs.':
    'Ein Browser speichert Dateien selbst, auf dem Computer, auf dem er läuft.',
  'Download the file in the window.': 'Laden Sie die Datei im Fenster herunter.',
  'The data folder {0} cannot be used ({1}).': 'Der Datenordner {0} lässt sich nicht verwenden ({1}).',
  'Connect the disk that it lies on, or give this user the right to write there.':
    'Schließen Sie den Datenträger an, auf dem er liegt, oder geben Sie diesem Benutzer dort das Schreibrecht.',
}
