/** The names under which the page's preload script and the app speak. */
export const CHANNELS = {
  call: 'sluice:call',
  events: 'sluice:events',
  /** Files are waiting to be picked up by the page. */
  files: 'sluice:files',
  takeFiles: 'sluice:take-files',
} as const
