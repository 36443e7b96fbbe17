/** Where rejected files are set aside: a folder of this name in a hot folder is never taken. */
export const REJECTED_FOLDER = '_rejected'
