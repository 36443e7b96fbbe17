/** What stands in the address before the name of a folder whose files are accounted for. */
export const AUDIT = 'audit:'
