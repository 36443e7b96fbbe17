export interface Page<Item> {
  readonly data: readonly Item[]
  readonly paging: object | null
}

/** A request address, taken apart. The path keeps its percent-encoding and its outer slashes. */
export interface Address {
  readonly path: string
  readonly page: number
  readonly query: URLSearchParams
}

/** Splits off the page mark `;p=1` and the query. */
export function parseAddress(url: string): Address {
  const [beforeQuery = '', ...rest] = url.split('?')
  const match = /^(.*);p=(\d{1,6})$/.exec(beforeQuery)
  return {
    path: match?.[1] ?? beforeQuery,
    page: Number(match?.[2] ?? 0),
    query: new URLSearchParams(rest.join('?')),
  }
}

/** One page of a list; `paging` is null when the list fits on one page (FotoWare API, section «Paging»). */
export function pageOf<Item>(items: readonly Item[], address: Address, pageSize: number): Page<Item> {
  const lastPage = Math.max(0, Math.ceil(items.length / pageSize) - 1)
  const data = items.slice(address.page * pageSize, (address.page + 1) * pageSize)
  if (lastPage === 0 && address.page === 0) return { data, paging: null }
  const query = address.query.size === 0 ? '' : `?${address.query.toString()}`
  const urlOf = (page: number) => `${address.path};p=${page}${query}`
  return {
    data,
    paging: {
      // Real servers mark a missing page sometimes with an empty string and sometimes with null.
      prev: address.page === 0 ? '' : urlOf(address.page - 1),
      next: address.page >= lastPage ? null : urlOf(address.page + 1),
      first: urlOf(0),
      last: urlOf(lastPage),
    },
  }
}
