import { app, Menu } from 'electron'
import type { Log } from '../engine/ports.ts'
import { registerAppScheme } from './app-protocol.ts'
import { DesktopApp } from './desktop-app.ts'
import { closeTheDoors } from './security.ts'
import { openShellHost } from './shell-host.ts'
import { handedOver, startOptions } from './start-options.ts'
import { tellFall, tellStartTrouble, useDataDir } from './start-trouble.ts'
import { WaitingFiles } from './waiting-files.ts'

const options = startOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())
const files = new WaitingFiles()
let desktop: DesktopApp | null = null
let log: Log | null = null
let isHidden = options.isHidden

function show(): void {
  isHidden = false
  desktop?.show()
}

function takeFiles(paths: readonly string[]): void {
  files.add(paths)
  show()
}

async function start(): Promise<void> {
  await app.whenReady()
  const opened = await openShellHost(options)
  log = opened.log
  desktop = new DesktopApp(options, opened, files, import.meta.dirname)
  await desktop.start(isHidden)
}

// One app for each data folder: the lock and the page's own storage lie in it.
const trouble = useDataDir(options.dataDir)
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
  const second = handedOver(data)
  files.add(second.files)
  // A login that comes after the person disturbs nobody.
  if (second.files.length > 0 || !second.isHidden) show()
})
// A desktop may start the app with nobody to read what it prints; that is no reason to end.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.on('uncaughtException', (error) => {
  tellFall(error, log)
})
process.on('unhandledRejection', (error) => {
  tellFall(error, log)
})

// A new AppImage is started once by the one that it replaces, only to settle in.
if (process.env['APPIMAGE_EXIT_AFTER_INSTALL'] !== undefined) app.exit(0)
else if (trouble !== null) {
  void app.whenReady().then(() => tellStartTrouble(trouble))
} else if (app.requestSingleInstanceLock({ files: options.files, isHidden: options.isHidden })) {
  files.add(options.files)
  void start().catch(tellStartTrouble)
} else {
  // The Sluice that runs already has the files now, and shows its window.
  app.exit(0)
}
