import type { IdentifierItem, Person } from './wire.ts'

/** Panels may keep minutes only. */
const NEAR_SECONDS = 60

/** Whether an identifier opens what it should, and as long, as far as the panel tells. Whose it is does not count here. */
export function hasRights({ identifier_owner, lock, valid }: IdentifierItem, person: Person): boolean {
  const type = identifier_owner?.type ?? person.type
  if (type !== person.type || (lock ?? person.lock) !== person.lock) return false
  const time = valid?.time
  if (time?.is_permanent === undefined) return true
  if (person.valid === null) return time.is_permanent
  return !time.is_permanent && isNear(time.from, person.valid.from) && isNear(time.to, person.valid.to)
}

function isNear(told: number | undefined, asked: number): boolean {
  return told === undefined || Math.abs(told - asked) < NEAR_SECONDS
}
