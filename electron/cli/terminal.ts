import type { Config } from '../../shared/config.ts'
import type { Engine } from '../engine/engine.ts'
import type { Ports } from '../engine/ports.ts'

export interface TextOutput extends NodeJS.WritableStream {
  isTTY?: boolean
  columns?: number
}

export interface TextInput extends NodeJS.ReadableStream {
  isTTY?: boolean
}

export type OpenEngine = (options: {
  dataDir: string
  config: Config
  ports: Ports
  /** Nothing is watched and nothing is sent: for looking at what is there. */
  readOnly?: boolean
  /** Nothing is watched, and only jobs that are added from now on are run. */
  manualOnly?: boolean
}) => Promise<Engine>

/** All that the commands need of the process around them. */
export interface Terminal {
  stdout: TextOutput
  stderr: TextOutput
  stdin: TextInput
  env: Readonly<Record<string, string | undefined>>
  openEngine: OpenEngine
  /**
   * Calls back when somebody wants the command to end: SIGINT, SIGTERM, SIGHUP, or nobody reads its output any more.
   * @returns a function that takes the listener away
   */
  onStop(listener: () => void): () => void
  /** Ends the process without waiting for anything. */
  exitNow(code: number): void
}
