import type { IdentifierOrder } from './panel.ts'

const TYPES = ['card', 'ukey', 'inputCode', 'face_id', 'qr', 'license_plate']

type Json = Readonly<Record<string, unknown>>

/** What the panel has against the body of «create» and «change»; the order itself when it has nothing. */
export function checkOrder(body: unknown): IdentifierOrder | string {
  if (!isObject(body)) return 'Wrong JSON body'
  const trouble =
    ownerTrouble(body['identifier_owner']) ??
    chosen(body, 'identifier_type', TYPES) ??
    text(body, 'identifier_number') ??
    chosen(body, 'lock', ['first', 'second', 'all']) ??
    validTrouble(body['valid'])
  return trouble ?? (body as unknown as IdentifierOrder)
}

function ownerTrouble(owner: unknown): string | null {
  if (owner === undefined) return noValue('identifier_owner')
  if (!isObject(owner)) return wrongType('identifier_owner')
  return text(owner, 'name') ?? chosen(owner, 'type', ['owner', 'guest'])
}

function validTrouble(valid: unknown): string | null {
  if (valid === undefined) return noValue('valid')
  if (!isObject(valid)) return wrongType('valid')
  const { time, passes } = valid
  if (!isObject(time)) return time === undefined ? noValue('time') : wrongType('time')
  if (!isObject(passes)) return passes === undefined ? noValue('passes') : wrongType('passes')
  return limit(time, ['from', 'to']) ?? limit(passes, ['max_passes'])
}

/** What is not for ever needs its limits, as whole numbers. */
function limit(rule: Json, names: readonly string[]): string | null {
  const isPermanent = rule['is_permanent']
  if (isPermanent === undefined) return noValue('is_permanent')
  if (typeof isPermanent !== 'boolean') return wrongType('is_permanent')
  if (isPermanent) return null
  for (const name of names) {
    if (rule[name] === undefined) return noValue(name)
    if (!Number.isInteger(rule[name])) return wrongType(name)
  }
  return null
}

function text(from: Json, name: string): string | null {
  if (from[name] === undefined) return noValue(name)
  return typeof from[name] === 'string' ? null : wrongType(name)
}

function chosen(from: Json, name: string, values: readonly string[]): string | null {
  const trouble = text(from, name)
  if (trouble !== null) return trouble
  return values.includes(from[name] as string) ? null : 'Wrong JSON body'
}

function noValue(name: string): string {
  return `Wrong JSON body: no value for \`${name}\``
}

function wrongType(name: string): string {
  return `Wrong JSON body: value \`${name}\` was of the wrong type`
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
