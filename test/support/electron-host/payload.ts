/** Text of what crosses between the app and a page. Only what JSON can say, unlike Electron's structured clone. */
export function packed(values: readonly unknown[]): string {
  return JSON.stringify(values, (_, value: unknown) => {
    const isPlain =
      value === null ||
      typeof value !== 'object' ||
      Array.isArray(value) ||
      Object.getPrototypeOf(value) === Object.prototype
    if (!isPlain || typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      throw new Error('An object could not be cloned.')
    return value
  })
}
