import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type PanelContext, Refusal } from './context.ts'
import { checkOrder } from './order-check.ts'
import type { Identifier, IdentifierOrder, Panel } from './panel.ts'
import type { Settings } from './settings.ts'

const limits = [10, 20, 30, 50]

/** Identifiers: made, listed, looked at, changed, removed. */
export function addIdentifierRoutes(
  app: FastifyInstance,
  base: string,
  { panel, settings }: PanelContext,
): void {
  const at = `${base}/access/identifier`
  app.post(at, { config: { panel: { operation: 'create' } } }, (request) => {
    const order = orderOf(request)
    if (order.identifier_type === 'face_id' && !panel.isFacePanel) throw new Refusal(400, 'Wrong JSON body')
    return { uid: panel.create(order) }
  })
  app.get(`${at}/items`, { config: { panel: { operation: 'list' } } }, (request) => {
    return listed(panel, queryOf(request, settings), settings.ignoresFilters)
  })
  app.get(`${at}/item/:uid`, { config: { panel: { operation: 'item' } } }, (request) => {
    const identifier = panel.identifier(uidOf(request))
    if (identifier === null) throw new Refusal(400, 'Wrong identifier uid')
    return { ...asJson(identifier, panel), additional: { passes_left: -1 } }
  })
  app.patch(`${at}/item/:uid`, { config: { panel: { operation: 'change' } } }, async (request, reply) => {
    if (!panel.change(uidOf(request), orderOf(request))) throw new Refusal(400, 'Wrong identifier uid')
    return reply.code(200).send()
  })
  app.delete(`${at}/item/:uid`, { config: { panel: { operation: 'delete' } } }, async (request, reply) => {
    if (!panel.remove(uidOf(request))) throw new Refusal(400, 'Wrong identifier uid')
    return reply.code(200).send()
  })
}

function queryOf(
  request: FastifyRequest,
  { isPlusASpace }: Settings,
): Readonly<Record<string, string | undefined>> {
  const query = request.url.split('?')[1] ?? ''
  return Object.fromEntries(new URLSearchParams(isPlusASpace ? query : query.replaceAll('+', '%2B')))
}

/** @throws Refusal for what is no number from 1 on */
export function uidOf(request: FastifyRequest): number {
  const { uid = '' } = request.params as { uid?: string }
  if (!/^[1-9]\d*$/.test(uid)) throw new Refusal(400, 'Wrong identifier uid')
  return Number(uid)
}

function orderOf(request: FastifyRequest): IdentifierOrder {
  if (request.headers['content-type']?.startsWith('application/json') !== true)
    throw new Refusal(400, 'Wrong JSON body')
  const order = checkOrder(parsed(request.body))
  if (typeof order === 'string') throw new Refusal(400, order)
  return order
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '') as unknown
  } catch {
    return undefined
  }
}

function listed(panel: Panel, query: Readonly<Record<string, string | undefined>>, isWhole: boolean) {
  const { limit = '10', page_number: page = '1', filter_field: field, filter_value: value } = query
  const [itemsLimit, current] = [Number(limit), Number(page)]
  if (!limits.includes(itemsLimit) || !Number.isInteger(current) || current < 1)
    throw new Refusal(400, 'Wrong parameters')
  const isFiltered = !isWhole && field !== undefined
  if (isFiltered && (query['filter_type'] !== 'equal' || query['filter_format'] !== 'string'))
    throw new Refusal(400, 'Wrong parameters')
  const found = panel.listed().filter((one) => !isFiltered || fieldOf(one, field) === value)
  const first = (current - 1) * itemsLimit
  const blank = panel.settings.blanksListedNumbers ? { identifier_number: '' } : {}
  return {
    list_option: {
      pagination: {
        total_items: found.length,
        items_limit: itemsLimit,
        total_pages: Math.max(1, Math.ceil(found.length / itemsLimit)),
        current_page: current,
      },
      filter: { available_fields: ['name', 'identifier_number'] },
      sort: { field: 'name', asc: true, available_fields: ['name'] },
    },
    list_items: found
      .slice(first, first + itemsLimit)
      .map((one) => ({ identifier_uid: one.uid, ...asJson(one, panel), ...blank })),
  }
}

function fieldOf(identifier: Identifier, field: string): string {
  if (field === 'name') return identifier.identifier_owner.name
  if (field === 'identifier_number') return identifier.identifier_number
  throw new Refusal(400, 'Wrong parameters')
}

function asJson(identifier: Identifier, { settings }: Panel): Partial<IdentifierOrder> {
  const { identifier_owner, identifier_type, identifier_number, lock, valid } = identifier
  const told = { identifier_owner, identifier_type, lock, valid }
  return settings.hidesNumbers ? told : { ...told, identifier_number }
}
