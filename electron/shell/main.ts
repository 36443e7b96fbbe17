import path from 'node:path'
import { app, Menu } from 'electron'
import { registerAppScheme } from './app-protocol.ts'
import { DesktopApp } from './desktop-app.ts'
import { closeTheDoors } from './security.ts'
import { openShellHost } from './shell-host.ts'
import { handedOver, startOptions } from './start-options.ts'
import { tellFall, tellStartTrouble } from './start-trouble.ts'
import { WaitingFiles } from './waiting-files.ts'

const options = startOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())
const files = new WaitingFiles()
let desktop: DesktopApp | null = null

function takeFiles(paths: readonly string[]): void {
  if (desktop === null) files.add(paths)
  else desktop.takeFiles(paths)
}

async function start(): Promise<void> {
  await app.whenReady()
  const opened = await openShellHost(options)
  desktop = new DesktopApp(options, opened, files, import.meta.dirname)
  await desktop.start()
}

// One app for each data folder: the lock and the page's own storage lie in it.
app.setPath('userData', path.join(options.dataDir, 'window'))
app.setName('Sluice')
app.enableSandbox()
// Windows ties notifications to the name under which the app was installed.
if (process.platform === 'win32') app.setAppUserModelId('org.sluice.desktop')
// Elsewhere the menu brings copying and pasting; here it would offer to load the page anew.
if (process.platform !== 'darwin') Menu.setApplicationMenu(null)
registerAppScheme()
closeTheDoors()
// Closing the window leaves the app in the tray.
app.on('window-all-closed', () => undefined)
app.on('activate', () => desktop?.show())
app.on('open-file', (event, file) => {
  event.preventDefault()
  takeFiles([file])
})
app.on('second-instance', (_, __, ___, data) => {
  takeFiles(handedOver(data))
  desktop?.show()
})
// A desktop may start the app with nobody to read what it prints; that is no reason to end.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.on('uncaughtException', tellFall)
process.on('unhandledRejection', tellFall)

// A new AppImage is started once by the one that it replaces, only to settle in.
if (process.env['APPIMAGE_EXIT_AFTER_INSTALL'] !== undefined) app.exit(0)
else if (app.requestSingleInstanceLock({ files: options.files })) {
  files.add(options.files)
  void start().catch(tellStartTrouble)
} else {
  // The Sluice that runs already has the files now, and shows its window.
  app.exit(0)
}
