/**
 * The query of an address. Spaces go as «%20»: not every small server takes «+» for one, which belongs to forms of web pages,
 * and a person who is not found is there twice.
 */
export function inAddress(query: URLSearchParams): string {
  return query.toString().replaceAll('+', '%20')
}
