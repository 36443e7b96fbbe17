import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { bundledModules } from './packed-modules.ts'
import { UNBUNDLED } from './unbundled.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** What the package does not need: sources of natives, types, texts for programmers, other platforms' binaries. */
const LEFT_OUT = [
  '!**/*.{map,ts,mts,cts,md,markdown,flow,h}',
  '!**/{test,tests,__tests__,example,examples,docs,.github}/**',
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}',
  '!node_modules/better-sqlite3/{deps,src}/**',
  '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
  '!node_modules/sharp/{src,install}/**',
  '!node_modules/node-addon-api/**',
]

/** Programs and shared libraries are started and loaded by the system, which cannot look into an archive. */
const UNPACKED = [
  'node_modules/better-sqlite3/prebuilds/**',
  'node_modules/@img/**',
  'node_modules/@napi-rs/**/*.node',
  'node_modules/exiftool-vendored.*/**',
  'node_modules/trash/lib/{macos-trash,windows-trash.exe}',
]

/** What Electron needs, and perl, on which ExifTool runs. */
const DEBIAN_PACKAGES = [
  'libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0',
  'libuuid1',
  'libgbm1',
  'libasound2',
  'xdg-utils',
  'libsecret-1-0',
  'perl',
]

/**
 * What «Open with» offers Sluice for. Folders are not among them: where nothing else is said, desktops open folders with
 * the first program that names them, whatever it is for (https://github.com/microsoft/vscode/issues/188634).
 */
const OPENED = [
  'image/jpeg',
  'image/tiff',
  'image/png',
  'image/heif',
  'image/x-adobe-dng',
  'application/pdf',
  'video/mp4',
  'video/quicktime',
]

/**
 * Settings of electron-builder. Signing is left to its own environment variables (CSC_LINK, CSC_KEY_PASSWORD, APPLE_ID …);
 * `SLUICE_UPDATE_URL` is where releases are found; without it no update feed is written, and the app looks for none.
 * @throws Error when that address is not a safe one
 */
export function packageConfig(env: Readonly<Record<string, string | undefined>>): Configuration {
  const updateUrl = env['SLUICE_UPDATE_URL'] ?? ''
  // The feed says what is installed, and nothing else vouches for an AppImage.
  if (updateUrl !== '' && !updateUrl.startsWith('https://'))
    throw new Error(`SLUICE_UPDATE_URL must begin with https://, not ${updateUrl}`)
  const homepage = env['SLUICE_HOMEPAGE'] ?? ''
  const foreignTrash = process.platform === 'darwin' ? 'windows-trash.exe' : 'macos-trash'
  return {
    appId: 'org.sluice.desktop',
    productName: 'Sluice',
    copyright: 'The Sluice authors',
    directories: { output: 'dist/package', buildResources: 'build' },
    extraMetadata: {
      main: 'dist/shell/main.js',
      // Desktops find the icon of a window by it.
      desktopName: 'sluice.desktop',
      ...(homepage === '' ? {} : { homepage }),
    },
    files: [
      'package.json',
      'LICENSE',
      'dist/shell/**',
      'dist/renderer/**',
      ...bundledModules(ROOT, UNBUNDLED).map((name) => `!**/node_modules/${name}/**`),
      ...LEFT_OUT,
      `!node_modules/trash/lib/${foreignTrash}`,
      ...(process.platform === 'win32' ? [] : ['!node_modules/trash/lib/windows-trash.exe']),
    ],
    asar: true,
    asarUnpack: UNPACKED,
    npmRebuild: false,
    // Natives are N-API, the same for Node and Electron.
    nodeGypRebuild: false,
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    publish: updateUrl === '' ? null : [{ provider: 'generic', url: updateUrl }],
    ...platforms(),
  }
}

function platforms(): Pick<Configuration, 'linux' | 'deb' | 'mac' | 'dmg' | 'win' | 'nsis'> {
  return {
    linux: {
      target: ['AppImage', 'deb'],
      category: 'Graphics',
      icon: 'build/icons/app',
      executableName: 'sluice',
      syncDesktopName: true,
      maintainer: 'The Sluice authors',
      synopsis: 'Delivers watched folders to photo and media archives',
      mimeTypes: OPENED,
      desktop: { entry: { Terminal: 'false', StartupWMClass: 'Sluice' } },
    },
    deb: { depends: DEBIAN_PACKAGES },
    mac: {
      // Updates are taken from the zip.
      target: ['dmg', 'zip'],
      category: 'public.app-category.photography',
      icon: 'build/icons/app/1024x1024.png',
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/entitlements.mac.plist',
      entitlementsInherit: 'build/entitlements.mac.plist',
      extendInfo: {
        CFBundleDocumentTypes: [
          {
            CFBundleTypeName: 'Pictures, films and documents',
            CFBundleTypeRole: 'Viewer',
            // Offered by «Open with», and never what opens them by itself.
            LSHandlerRank: 'Alternate',
            LSItemContentTypes: ['public.image', 'public.movie', 'com.adobe.pdf'],
          },
          {
            // May be dropped onto the icon.
            CFBundleTypeName: 'Files and folders',
            CFBundleTypeRole: 'Viewer',
            LSHandlerRank: 'None',
            LSItemContentTypes: ['public.item', 'public.folder'],
          },
        ],
      },
    },
    dmg: { sign: false },
    win: { target: ['nsis'], icon: 'build/icons/app/256x256.png' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  }
}
