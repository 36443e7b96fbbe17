export const SECTIONS = [
  'queue',
  'folders',
  'destinations',
  'templates',
  'history',
  'settings',
  'diagnostics',
] as const
export type Section = (typeof SECTIONS)[number]

/** Which view is shown: kept in the address, so that a browser's back button works and a link leads somewhere. */
class Route {
  section = $state<Section>('queue')
  /** What stands behind the section: `#/templates/press`. */
  rest = $state('')

  /** @returns a function that ends it */
  follow(): () => void {
    const read = (): void => {
      const [, section = '', ...rest] = location.hash.split('/')
      this.section = SECTIONS.find((known) => known === section) ?? 'queue'
      this.rest = decodeURIComponent(rest.join('/'))
    }
    read()
    window.addEventListener('hashchange', read)
    return () => {
      window.removeEventListener('hashchange', read)
    }
  }

  go(section: Section, rest = ''): void {
    location.hash = rest === '' ? `#/${section}` : `#/${section}/${encodeURIComponent(rest)}`
  }
}

export const route = new Route()
