/** Where a key leads from a row; null for keys that lead nowhere. */
export function targetOf(key: string, cursor: number, total: number, screen: number): number | null {
  const last = total - 1
  const to = (index: number): number => Math.min(last, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
      return to(cursor + 1)
    case 'ArrowUp':
      return to(cursor < 0 ? 0 : cursor - 1)
    case 'PageDown':
      return to(Math.max(0, cursor) + screen)
    case 'PageUp':
      return to(cursor - screen)
    case 'Home':
      return to(0)
    case 'End':
      return to(last)
    default:
      return null
  }
}
