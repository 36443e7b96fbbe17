import { say } from '../../../../shared/phrase.ts'
import { z } from 'zod'
import type { Call, FotowareClient } from './client.ts'
import { readIfTold } from './view-reader.ts'
import { MEDIA } from './wire.ts'

/** Pages of one list; a value that is not among so many is not called missing. */
const PAGES_MAX = 20

interface Item {
  name?: string | null | undefined
  value?: string | null | undefined
  acl?: readonly string[] | null | undefined
  children?: readonly Item[] | null | undefined
}
const Item: z.ZodType<Item> = z.object({
  name: z.string().nullish(),
  value: z.string().nullish(),
  acl: z.array(z.string()).nullish().catch(null),
  get children() {
    return z.array(Item).nullish().catch(null)
  },
})
const ItemList = z.object({
  data: z.array(Item),
  paging: z.object({ next: z.string().nullish() }).nullish(),
})
/** The first page is part of the taxonomy, later ones may be lists by themselves. */
const Page = z
  .union([z.object({ items: ItemList }).transform(({ items }) => items), ItemList])
  .nullable()
  .catch(null)

/**
 * Whether a value stands in a taxonomy and may be assigned (API overview, «Taxonomies»). True when the taxonomy cannot be
 * read, or is too long to be looked through. A search goes by names, and values may differ from them: what it does not find
 * is looked for in the whole list.
 * @throws UploadError
 */
export async function isInTaxonomy(
  client: FotowareClient,
  href: string,
  value: string,
  signal: AbortSignal,
): Promise<boolean> {
  const list = new URL(href, client.base)
  const search = new URL(list)
  search.searchParams.set('q', value)
  const wanted = value.normalize('NFC')
  const isFound = await isOffered(client, search.href, wanted, signal)
  return isFound || (await isOffered(client, list.href, wanted, signal))
}

async function isOffered(
  client: FotowareClient,
  first: string,
  wanted: string,
  signal: AbortSignal,
): Promise<boolean> {
  let path: string | null = first
  for (let pages = 0; path !== null && pages < PAGES_MAX; pages++) {
    const during = say`looking a value up in the taxonomy`
    const call: Call = { method: 'GET', path, accept: MEDIA.taxonomy, during, signal }
    const page: z.output<typeof Page> | null = await readIfTold(client, call, Page)
    if (page === null || page.data.some((item) => offers(item, wanted))) return true
    path = page.paging?.next || null
  }
  return path !== null
}

function offers({ name, value, acl, children }: Item, wanted: string): boolean {
  const isIt = (value || name || '').normalize('NFC') === wanted
  const isAssignable = acl === null || acl === undefined || acl.includes('Set')
  return (isIt && isAssignable) || (children ?? []).some((child) => offers(child, wanted))
}
