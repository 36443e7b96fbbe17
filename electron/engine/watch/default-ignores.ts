import { REJECTED_FOLDER } from '../../../shared/rejected-folder.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/**
 * What never is a delivery: pattern and why, from general to particular (the last rule that fits gives the words).
 * A pattern that ends in `/` is about directories only.
 */
export const DEFAULT_IGNORES: readonly (readonly [pattern: string, why: Phrase])[] = [
  ['.*', say`hidden`],

  // Files that are being written, under the name they have until they are whole.
  ['*.tmp', say`temporary file`],
  ['*.temp', say`temporary file`],
  ['*.part', say`unfinished download`],
  ['*.partial', say`unfinished transfer`],
  ['*.incomplete', say`unfinished transfer`],
  ['*.uploading', say`unfinished transfer`],
  ['*.filepart', say`unfinished transfer of WinSCP`],
  ['*.crdownload', say`unfinished download of Chrome`],
  ['*.download', say`unfinished download of Safari`],
  ['*.opdownload', say`unfinished download of Opera`],
  ['*.aria2', say`unfinished download of aria2`],
  ['*.!ut', say`unfinished download of µTorrent`],
  ['*.!qb', say`unfinished download of qBittorrent`],
  ['*.!sync', say`unfinished transfer of Resilio Sync`],
  ['*.lftp-pget-status', say`unfinished download of lftp`],
  ['~syncthing~*', say`unfinished transfer of Syncthing`],
  ['.syncthing.*', say`unfinished transfer of Syncthing`],
  ['.pureftpd-upload.*', say`unfinished upload to Pure-FTPd`],
  ['.in.*', say`unfinished upload to ProFTPD`],
  ['.*.??????', say`hidden, as rsync names unfinished transfers`],

  // Programs at work.
  ['*~', say`backup copy of an editor`],
  ['~$*', say`lock file of Microsoft Office`],
  ['*.lock', say`lock file`],
  ['*.lck', say`lock file`],
  ['*~lock~', say`lock file of Affinity`],
  ['.~lock*', say`lock file of LibreOffice`],
  ['*.swp', say`swap file of an editor`],
  ['*.sb-????????-??????', say`unfinished save of a macOS program`],
  ['*_exiftool_tmp', say`unfinished save of ExifTool`],
  ['*.exiftool_tmp', say`unfinished save of ExifTool`],
  ['*_original', say`untouched copy kept by ExifTool`],
  ['Photoshop Temp*', say`temporary file of Photoshop`],
  ['~PST*.tmp', say`temporary file of Photoshop`],
  ['*.lrcat', say`Lightroom catalogue`],
  ['*.lrcat-*', say`Lightroom catalogue`],
  ['*.lrdata', say`previews of Lightroom`],
  ['*.lrprev', say`previews of Lightroom`],
  ['*.lrlibrary', say`Lightroom catalogue`],
  ['CaptureOne/', say`settings and previews of Capture One`],
  ['*.cosessiondb', say`Capture One session`],
  ['*.cocatalog', say`Capture One catalogue`],
  ['*.cocatalogdb', say`Capture One catalogue`],
  ['*.cos', say`settings of Capture One`],
  ['*.comask', say`settings of Capture One`],
  ['*.cot', say`previews of Capture One`],
  ['*.cop', say`previews of Capture One`],
  ['*.cof', say`previews of Capture One`],

  // What systems leave behind.
  ['._*', say`macOS companion file`],
  ['.DS_Store', say`macOS view settings`],
  ['Icon\r', say`macOS folder icon`],
  ['Network Trash Folder/', say`macOS trash`],
  ['Temporary Items/', say`macOS temporary folder`],
  ['.Trash*', say`trash`],
  ['Thumbs.db', say`Windows previews`],
  ['ehthumbs.db', say`Windows previews`],
  ['ehthumbs_vista.db', say`Windows previews`],
  ['desktop.ini', say`Windows view settings`],
  ['$RECYCLE.BIN', say`Windows trash`],
  ['RECYCLER/', say`Windows trash`],
  ['System Volume Information', say`Windows system folder`],
  ['FOUND.???/', say`remains of a disk check`],
  ['lost+found', say`remains of a disk check`],
  ['.nfs????????*', say`file that was deleted while in use (NFS)`],
  ['.fuse_hidden*', say`file that was deleted while in use (FUSE)`],
  ['@eaDir', say`Synology previews`],
  ['@SynoResource', say`Synology attributes`],
  ['@tmp/', say`Synology temporary folder`],
  ['#recycle', say`Synology trash`],
  ['#snapshot', say`Synology snapshots`],
  ['@Recycle', say`QNAP trash`],
  ['@Recently-Snapshot', say`QNAP snapshots`],
  ['.@__thumb', say`QNAP previews`],
]

/** What Sluice itself puts into a hot folder. No rule takes it back: a file that is set aside would come round for ever. */
export const OWN_IGNORES: typeof DEFAULT_IGNORES = [
  [`${REJECTED_FOLDER}/`, say`folder for rejected files`],
  ['.sluice-*', say`file of Sluice`],
]
