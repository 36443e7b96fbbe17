/** German for signing in at archives. */
export const signIn: Record<string, string> = {
  'The site needs an API licence, or this account has none: ask the administrator of the archive.':
    'Der Server braucht eine API-Lizenz, oder dieses Konto hat keine: Fragen Sie die Administration des Archivs.',
  'Set "auth" of this destination: the archive wants to know who it is.':
    'Legen Sie die Anmeldung dieses Ziels fest: Das Archiv will wissen, wer da kommt.',
  'Store the client secret again with «sluice secret set NAME».':
    'Geben Sie das Client-Geheimnis noch einmal ein.',
  'The archive refused to sign Sluice in.': 'Das Archiv hat die Anmeldung von Sluice abgelehnt.',
  'Check "clientId" and store the client secret again with «sluice secret set NAME».':
    'Prüfen Sie die Client-ID und geben Sie das Client-Geheimnis noch einmal ein.',
  'The archive no longer accepts the sign-in of Sluice.':
    'Das Archiv nimmt die Anmeldung von Sluice nicht mehr an.',
  'Nothing is lost: uploads to it wait.': 'Nichts geht verloren: Uploads dorthin warten.',
  '{0} If it fails at once, a proxy in between may remove the Authorization header.':
    '{0} Scheitert es sofort wieder, entfernt vielleicht ein Proxy dazwischen den Authorization-Header.',
  'The secret store, which holds the sign-in, cannot be read.':
    'Der Speicher für Geheimnisse, in dem die Anmeldung liegt, lässt sich nicht lesen.',
  'Unlock the keyring of this user, or start Sluice with SLUICE_SECRETS=file; then check again.':
    'Entsperren Sie den Schlüsselbund dieses Benutzers, oder starten Sie Sluice mit SLUICE_SECRETS=file; prüfen Sie dann noch einmal.',
  'Sign in with the button «Sign in» of this destination, or with «sluice login {0}».':
    'Melden Sie sich bei diesem Ziel an, mit «Anmelden…» oder im Terminal mit «sluice login {0}».',
  'Nobody is signed in at «{0}».': 'Bei «{0}» ist niemand angemeldet.',
  'The sign-in at «{0}» has ended: the archive does not renew it any more.':
    'Die Anmeldung bei «{0}» ist abgelaufen: Das Archiv verlängert sie nicht mehr.',
  'Check "clientId" of this destination: it must be registered at the archive as a native application.':
    'Prüfen Sie die Client-ID dieses Ziels: Sie muss beim Archiv als native Anwendung registriert sein.',
  'The archive refused the sign-in at «{0}».': 'Das Archiv hat die Anmeldung bei «{0}» abgelehnt.',
  'The sign-in at «{0}» was refused: somebody chose not to let Sluice in, or the account may not.':
    'Die Anmeldung bei «{0}» wurde abgelehnt: Jemand hat nicht zugestimmt, oder das Konto darf es nicht.',
  'The archive could not complete the sign-in at «{0}».':
    'Das Archiv konnte die Anmeldung bei «{0}» nicht abschließen.',
  'Sign in again and agree. {0}': 'Melden Sie sich neu an und stimmen Sie zu. {0}',
  'Begin it again. If it stays so, show the administrator of the archive these words: {0}':
    'Beginnen Sie noch einmal. Bleibt es so, zeigen Sie der Administration des Archivs diese Worte: {0}',
  'The sign-in at «{0}» could not be completed: {1}':
    'Die Anmeldung bei «{0}» ließ sich nicht abschließen: {1}',
  'Nothing has changed.': 'Es hat sich nichts geändert.',
  'Begin the sign-in again.': 'Beginnen Sie die Anmeldung noch einmal.',
  'Nobody signed in at «{0}» within {1} minutes.':
    'Bei «{0}» hat sich innerhalb von {1} Minuten niemand angemeldet.',
  'Begin the sign-in again. If the browser showed an error of the archive, check "clientId", and that {0} is registered there as a redirect address.':
    'Beginnen Sie die Anmeldung noch einmal. Hat der Browser einen Fehler des Archivs gezeigt, prüfen Sie die Client-ID und ob {0} dort als Redirect-Adresse registriert ist.',
  'The sign-in at «{0}» was ended before it was complete.':
    'Die Anmeldung bei «{0}» wurde beendet, bevor sie vollständig war.',
  'Begin it again at any time.': 'Sie können sie jederzeit neu beginnen.',
  'The sign-in at «{0}» works, but could not be stored.':
    'Die Anmeldung bei «{0}» gilt, ließ sich aber nicht speichern.',
  'The sign-in at «{0}» works, but the archive does not let Sluice renew it.':
    'Die Anmeldung bei «{0}» gilt, aber das Archiv lässt Sluice sie nicht verlängern.',
  'It lasts until Sluice ends; then somebody has to sign in again.':
    'Sie gilt, bis Sluice endet; dann muss sich jemand neu anmelden.',
  'It lasts as long as the archive lets it; then somebody has to sign in again.':
    'Sie gilt, so lange das Archiv es zulässt; dann muss sich jemand neu anmelden.',
  'Unlock the keyring of this user or make the data folder writable, then sign in again.':
    'Entsperren Sie den Schlüsselbund dieses Benutzers oder machen Sie den Datenordner beschreibbar; melden Sie sich dann neu an.',
  'Ask the administrator of the archive to register Sluice as a native application.':
    'Bitten Sie die Administration des Archivs, Sluice als native Anwendung zu registrieren.',
  'The sign-in at «{0}» cannot begin: other programs use {1} of this computer.':
    'Die Anmeldung bei «{0}» kann nicht beginnen: Andere Programme benutzen {1} dieses Computers.',
  'port {0}': 'Port {0}',
  'the ports {0}': 'die Ports {0}',
  'End a sign-in that is under way elsewhere, or add another port to "redirectPorts"; it must be registered at the archive as well.':
    'Beenden Sie eine Anmeldung, die anderswo läuft, oder geben Sie beim Ziel einen weiteren Port an; er muss auch beim Archiv registriert sein.',
  'No sign-in at «{0}» has been begun.': 'Bei «{0}» wurde keine Anmeldung begonnen.',
  'The sign-in of the archive had an error ({0}).': 'Die Anmeldung des Archivs hatte einen Fehler ({0}).',
  'There is no FotoWare sign-in at this address.':
    'Unter dieser Adresse gibt es keine Anmeldung von FotoWare.',
  'Check "url" of this destination.': 'Prüfen Sie die Webadresse dieses Ziels.',
  'Destination «{0}» does not sign in through the browser.':
    'Das Ziel «{0}» meldet sich nicht im Browser an.',
  'Set "auth" of this destination to {"method": "browser", "clientId": …} if it should.':
    'Wenn es das soll, wählen Sie bei seiner Anmeldung «Eine Person meldet sich im Browser an».',
  'There is nothing here': 'Hier gibt es nichts',
  'Sluice waits here for the end of a sign-in, at another address. You can close this window.':
    'Sluice wartet hier auf das Ende einer Anmeldung, unter einer anderen Adresse. Sie können dieses Fenster schließen.',
  'This is not the sign-in that Sluice waits for': 'Das ist nicht die Anmeldung, auf die Sluice wartet',
  'It may be an older one. Go on in the newest window, or begin the sign-in in Sluice again.':
    'Vielleicht ist es eine ältere. Machen Sie im neuesten Fenster weiter, oder beginnen Sie die Anmeldung in Sluice noch einmal.',
  'This sign-in has been used already': 'Diese Anmeldung wurde schon benutzt',
  'You can close this window.': 'Sie können dieses Fenster schließen.',
  'Sluice is signed in': 'Sluice ist angemeldet',
  'Sluice is not signed in': 'Sluice ist nicht angemeldet',
  'Open the window': 'Das Fenster öffnen',
}
