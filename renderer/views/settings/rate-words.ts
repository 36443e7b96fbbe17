import { rate as rateText } from '../../texts/format.ts'
import { words } from '../../texts/texts.svelte.ts'
import type { Rate } from './timetable.ts'

/** A limit in words, to go on in a sentence. */
export function rateWords(rate: Rate): string {
  const text = words().settings
  if (rate === null) return text.rateUnlimited
  return rate === 0 ? text.rateStopped : text.rateAtMost(rateText(rate * 1000))
}
