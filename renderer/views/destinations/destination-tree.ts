import { api } from '../../api/api.ts'
import { TreeBrowser } from '../../parts/tree-browser.svelte.ts'

/** The places of a destination's server that may be uploaded to. */
export function destinationTree(name: string): TreeBrowser {
  return new TreeBrowser(async (href) => {
    const { nodes } = await api().call('destinations.browse', { name, href })
    return nodes
  })
}
