import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { TreeNode } from '../../shared/contract.ts'
import { problemOf } from '../api/api.ts'
import { type Inside, type NodeRow, TOP, treeRows } from './tree-rows.ts'

/** A tree of which each level is asked for when somebody opens it, once. */
export class TreeBrowser {
  readonly #ask: (href: string | null) => Promise<TreeNode[]>
  readonly #insides = new SvelteMap<string, Inside>()
  readonly #open = new SvelteSet<string>()
  readonly rows = $derived.by(() => treeRows(this.#insides, this.#open))

  constructor(ask: (href: string | null) => Promise<TreeNode[]>) {
    this.#ask = ask
  }

  async begin(): Promise<void> {
    this.#insides.clear()
    this.#open.clear()
    await this.#load(TOP, null)
  }

  async open(row: NodeRow): Promise<void> {
    this.#open.add(row.key)
    // What failed is asked for anew.
    if (this.#insides.get(row.key)?.kind !== 'nodes') await this.#load(row.key, row.node.href)
  }

  close(row: NodeRow): void {
    this.#open.delete(row.key)
  }

  async #load(key: string, href: string | null): Promise<void> {
    this.#insides.set(key, { kind: 'loading' })
    try {
      this.#insides.set(key, { kind: 'nodes', nodes: await this.#ask(href) })
    } catch (error) {
      this.#insides.set(key, { kind: 'failed', problem: problemOf(error) })
    }
  }
}
