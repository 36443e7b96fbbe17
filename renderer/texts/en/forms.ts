/** Words of the parts that forms are made of: picking places, saving, mistakes. */
export const forms = {
  choose: 'Choose…',
  pickFolder: 'Choose a folder',
  pickFiles: 'Choose files',
  pickWords: 'On the computer that Sluice runs on.',
  up: 'Up',
  go: 'Go',
  path: 'Path',
  noFolders: 'No folders in here.',
  noFiles: 'Nothing in here.',
  pickThisFolder: 'Choose this folder',
  pickCount: (count: number) =>
    count === 0 ? 'Choose' : count === 1 ? 'Choose 1 file' : `Choose ${count} files`,
  saving: 'Saving…',
  saved: 'Saved. Sluice goes on with it.',
  removed: 'Removed. Sluice goes on without it.',
  unsaved: 'Not saved yet',
  discard: 'Discard changes',
  back: 'Back',
  edit: 'Edit…',
  moreRules: 'More rules',
  mistakesHere: 'This cannot be saved yet:',
  mistakesElsewhere: 'Something else in the configuration has to be mended first:',
  fileBroken:
    'The configuration file cannot be read. Mend it in a text editor; nothing can be changed here until then.',
  fileMistakes: 'The configuration file has mistakes and is not in use as it is:',
  filePlace: (line: number, column: number) => `Line ${line}, column ${column}:`,
  between: (least: string, most: string) => `From ${least} to ${most}.`,
  changedElsewhere: {
    what: 'Somebody has changed this in the configuration file meanwhile.',
    remedy: 'Discard your changes, look at it as it is now, and change it again.',
  },
}
