/** Who is signed in, from the words of a check; null when the archive did not tell. */
export function accountIn(words: readonly string[]): string | null {
  for (const line of words) {
    const [, account] = /^Signed in as (.+)\.$/.exec(line) ?? []
    if (account !== undefined) return account
  }
  return null
}
