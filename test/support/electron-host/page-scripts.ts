/**
 * Runs in Chromium: the two halves of contextBridge. One lives with the page, one with the preload script in a world of
 * its own; they speak by events whose name only they know. Each function is put into the page as its own text, so it may
 * use nothing from outside itself.
 */

interface PageEvent {
  detail: Message
}
type Message =
  | { kind: 'expose'; name: string; value: Coded }
  | { kind: 'call'; call: number; fn: number; args: Coded[] }
  | { kind: 'return'; call: number; outcome: Outcome }
  | { kind: 'settle'; promise: number; outcome: Outcome }
  | { kind: 'open'; url: string }
type Outcome = { value: Coded } | { error: string }
type Coded =
  | { fn: number }
  | { promise: number }
  | { list: Coded[] }
  | { object: [string, Coded][] }
  | { value: unknown }

declare const window: {
  top: unknown
  Proxy: ProxyConstructor
  open: (url?: string) => null
  addEventListener(name: string, listener: (event: PageEvent) => void): void
  dispatchEvent(event: unknown): void
  /** Binding of the DevTools protocol, in the world of preload scripts only. */
  standInSend?: (text: string) => void
  standInTake?: (text: string) => void
  standInFiles?: unknown[]
}
declare const document: {
  addEventListener(name: string, listener: (event: { target: unknown }) => void, isCapture: boolean): void
}
declare const location: { href: string }
declare const CustomEvent: new (name: string, init: { detail: unknown }) => unknown

/** What both halves know: values as messages. `own` and `other` are names of events. */
export interface Ends {
  own: string
  other: string
}

type Send = (message: Message) => void
export interface Codec {
  encode(value: unknown): Coded
  decode(coded: Coded): unknown
  take(message: Message): void
}

export function makeCodec(send: Send): Codec {
  const functions = new Map<number, (...args: unknown[]) => unknown>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const answers = new Map<number, Outcome>()
  let last = 0
  const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))
  const encode = (value: unknown): Coded => {
    if (typeof value === 'function') {
      const fn = ++last
      functions.set(fn, value as (...args: unknown[]) => unknown)
      return { fn }
    }
    if (value instanceof Promise) {
      const promise = ++last
      value.then(
        (result) => send({ kind: 'settle', promise, outcome: { value: encode(result) } }),
        (error: unknown) => send({ kind: 'settle', promise, outcome: { error: words(error) } }),
      )
      return { promise }
    }
    if (Array.isArray(value)) return { list: value.map(encode) }
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return { object: Object.entries(value).map(([key, one]) => [key, encode(one)]) }
    return { value: structuredClone(value) }
  }
  const decode = (coded: Coded): unknown => {
    if ('fn' in coded) {
      return (...args: unknown[]) => {
        const call = ++last
        // The other half answers before this returns.
        send({ kind: 'call', call, fn: coded.fn, args: args.map(encode) })
        const outcome = answers.get(call)
        answers.delete(call)
        if (outcome === undefined) throw new Error('The bridge did not answer')
        if ('error' in outcome) throw new Error(outcome.error)
        return decode(outcome.value)
      }
    }
    if ('promise' in coded) {
      return new Promise((resolve, reject) => {
        promises.set(coded.promise, { resolve, reject })
      })
    }
    if ('list' in coded) return coded.list.map(decode)
    if ('object' in coded) return Object.fromEntries(coded.object.map(([key, one]) => [key, decode(one)]))
    return coded.value
  }
  const called = (fn: number, args: Coded[]): Outcome => {
    try {
      return { value: encode(functions.get(fn)?.(...args.map(decode))) }
    } catch (error) {
      return { error: words(error) }
    }
  }
  const take = (message: Message): void => {
    if (message.kind === 'call')
      send({ kind: 'return', call: message.call, outcome: called(message.fn, message.args) })
    if (message.kind === 'return') answers.set(message.call, message.outcome)
    if (message.kind === 'settle') {
      const waiting = promises.get(message.promise)
      promises.delete(message.promise)
      if ('error' in message.outcome) waiting?.reject(new Error(message.outcome.error))
      else waiting?.resolve(decode(message.outcome.value))
    }
  }
  return { encode, decode, take }
}

/** The page's half. */
export function pageWorld({ own, other }: Ends, codecOf: (send: Send) => Codec): void {
  const send: Send = (message) => window.dispatchEvent(new CustomEvent(other, { detail: message }))
  const codec = codecOf(send)
  const frozen = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
    return value
  }
  // The real bridge refuses proxies, such as the state of a Svelte component: every one that is made is remembered.
  const proxies = new WeakSet<object>()
  const RealProxy = window.Proxy
  window.Proxy = new RealProxy(RealProxy, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget) as object
      proxies.add(made)
      return made
    },
  })
  const refuseProxies = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (proxies.has(value)) throw new Error('An object could not be cloned.')
    if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
      Object.values(value).forEach(refuseProxies)
    return value
  }
  const guarded = (value: unknown): unknown => {
    if (typeof value === 'function')
      return (...args: unknown[]) => (value as (...all: unknown[]) => unknown)(...args.map(refuseProxies))
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, guarded(one)]))
    return value
  }
  window.open = (url = 'about:blank') => {
    send({ kind: 'open', url: new URL(url, location.href).href })
    return null
  }
  window.addEventListener(own, ({ detail }) => {
    if (detail.kind === 'expose')
      Object.defineProperty(window, detail.name, { value: frozen(guarded(codec.decode(detail.value))) })
    else codec.take(detail)
  })
}

interface FromApp {
  channel?: string
  reply?: number
  error?: string
  args: unknown[]
  path?: { key: string; path: string }
}
type Listener = (event: object, ...args: unknown[]) => void

/** The preload script's half: what `require('electron')` gives it. */
export function preloadWorld(
  { own, other }: Ends,
  codecOf: (send: Send) => Codec,
  pack: (values: readonly unknown[]) => string,
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  const toApp = window.standInSend
  if (toApp === undefined || window.top !== window) return
  // Nothing of the page's own world may reach it.
  delete window.standInSend
  const send: Send = (message) => window.dispatchEvent(new CustomEvent(other, { detail: message }))
  const codec = codecOf(send)
  const listeners = new Map<string, Set<Listener>>()
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const paths = new Map<string, string>()
  let last = 0
  window.addEventListener(own, ({ detail }) => {
    if (detail.kind === 'open') toApp(JSON.stringify({ kind: 'open', url: detail.url }))
    else codec.take(detail)
  })
  interface PickedFile {
    name: string
    size: number
    lastModified: number
  }
  const keyOf = ({ name, size, lastModified }: PickedFile): string =>
    JSON.stringify([name, size, lastModified])
  // The DevTools protocol tells the path of a file, but not at once: it is asked for when the file is picked.
  const picked: unknown[] = (window.standInFiles = [])
  document.addEventListener(
    'change',
    ({ target }) => {
      const { files } = target as { files?: Iterable<PickedFile> }
      for (const file of files ?? []) {
        const index = picked.push(file) - 1
        toApp(JSON.stringify({ kind: 'file', index, key: keyOf(file) }))
      }
    },
    true,
  )
  window.standInTake = (text) => {
    const told = JSON.parse(text) as FromApp
    if (told.path !== undefined) paths.set(told.path.key, told.path.path)
    else if (told.channel !== undefined) {
      for (const listener of listeners.get(told.channel) ?? []) listener({}, ...told.args)
    } else if (told.reply !== undefined) {
      const waiting = pending.get(told.reply)
      pending.delete(told.reply)
      if (told.error === undefined) waiting?.resolve(told.args[0])
      else waiting?.reject(new Error(told.error))
    }
  }
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) =>
        send({ kind: 'expose', name, value: codec.encode(value) }),
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = ++last
          const text = JSON.stringify({ kind: 'invoke', id, channel, args: pack(args) })
          pending.set(id, { resolve, reject })
          toApp(text)
        }),
      on: (channel: string, listener: Listener) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      },
      off: (channel: string, listener: Listener) => {
        listeners.get(channel)?.delete(listener)
      },
    },
    webUtils: { getPathForFile: (file: PickedFile) => paths.get(keyOf(file)) ?? '' },
  }
  const required = (name: string): unknown => {
    if (name === 'electron') return electron
    throw new Error(`A sandboxed preload script may not require ${name}`)
  }
  preload(required, {}, {})
}
