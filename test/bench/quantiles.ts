/** The number below which this share of them lies; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}

/** Half of them, all but one in a hundred, all. */
export function spread(numbers: readonly number[]): string {
  const ms = (share: number): string => `${quantile(numbers, share).toFixed(1)} ms`
  return `p50 ${ms(0.5)}, p99 ${ms(0.99)}, max ${ms(1)}`
}
