import type { Bridge } from '../../shared/wire.ts'
import { createApi, type WindowApi } from './api.ts'
import { httpBridge } from './http-bridge.ts'

declare global {
  interface Window {
    /** Offered by the preload script of the desktop app. */
    readonly sluice?: Bridge
  }
}

/** Through the desktop's bridge where there is one, else to the server that this page came from. */
export function connect(): WindowApi {
  return createApi(window.sluice ?? httpBridge())
}
