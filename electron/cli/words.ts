import prettyBytes from 'pretty-bytes'

/** `12.3 MB` */
export function bytesWords(bytes: number): string {
  return prettyBytes(Math.max(0, bytes), { maximumFractionDigits: 1 })
}

/** `2 h 5 min`, `3 min 20 s`, `8 s` */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  if (hours >= 24) return `${Math.floor(hours / 24)} d ${hours % 24} h`
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

/** `1 job`, `2 jobs` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Local time to the second, in a form that sorts: `2026-01-31 12:00:00`. */
export function timeWords(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19).replace('T', ' ')
}

/** The same with its difference to UTC: `2026-01-31 12:00:00 +01:00`. */
export function zonedTimeWords(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset()
  const two = (number: number): string => String(Math.floor(Math.abs(number))).padStart(2, '0')
  return `${timeWords(ms)} ${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
