import { randomBytes } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import os from 'node:os'
import tls from 'node:tls'
import trash from 'trash'
import { openFileLog, type LogLevel } from './log/file-log.ts'
import { errorText } from './errors.ts'
import type { Clock, Log, Machine, Network, Ports, Random, Trash } from './ports.ts'
import { openSecretStore } from './secrets/secret-store.ts'
import { sluiceVersion } from './version.ts'

export { LOG_LEVELS, logDir, type LogLevel } from './log/file-log.ts'
export { printable } from './log/printable.ts'
export { redactSecrets } from './log/redact.ts'
export { sluiceVersion } from './version.ts'

/** setTimeout fires at once when asked for longer than this. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, callback, unref = false) => {
    const dueMs = performance.now() + Math.max(0, delayMs)
    let timer: NodeJS.Timeout
    const arm = (): void => {
      const leftMs = dueMs - performance.now()
      timer =
        leftMs > LONGEST_TIMEOUT_MS
          ? setTimeout(arm, LONGEST_TIMEOUT_MS)
          : setTimeout(callback, Math.max(0, leftMs))
      if (unref) timer.unref()
    }
    arm()
    return {
      cancel: () => {
        clearTimeout(timer)
      },
    }
  },
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const nodeRandom: Random = {
  fraction: () => Math.random(),
  token: (length) => {
    let text = ''
    while (text.length < length) {
      for (const byte of randomBytes(length)) {
        // Bytes past the last whole multiple would make the first letters likelier.
        if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length)
      }
    }
    return text
  },
}

const nodeTrash: Trash = {
  put: async (path) => {
    // The package passes over files that are not there, and takes [brackets] in names for patterns.
    await lstat(path)
    await trash(path, { glob: false })
  },
}

function nodeNetwork(env: Readonly<Record<string, string | undefined>>, log: Log): Network {
  let certificates: readonly string[] | null = null
  return {
    proxyEnv: env,
    systemCertificates: () => {
      try {
        // Node 22.15 and later.
        certificates ??= typeof tls.getCACertificates === 'function' ? tls.getCACertificates('system') : []
      } catch (error) {
        log.warn("The system's certificates cannot be read; Node's own list is used.", {
          error: errorText(error),
        })
        certificates = []
      }
      return certificates
    },
    userAgent: `Sluice/${sluiceVersion()} (${process.platform}; ${process.arch}) Node/${process.versions.node}`,
  }
}

function nodeMachine(): Machine {
  return {
    user: userName(),
    host: os.hostname(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

function userName(): string {
  try {
    return os.userInfo().username
  } catch {
    // A user id without an entry, as in some containers.
    return ''
  }
}

export interface NodePortsOptions {
  dataDir: string
  env: Readonly<Record<string, string | undefined>>
  /** Shows the log on stderr as well; the terminal's owner wants that in a container or under systemd. */
  logToStderr: boolean
  logLevel: LogLevel
}

/**
 * The real clock, randomness, secrets, log, trash and network. Makes `<data>/logs/`.
 * @throws an errno error when the data folder cannot be made
 */
export function createNodePorts({ dataDir, env, logToStderr, logLevel }: NodePortsOptions): Ports {
  const log = openFileLog({ dataDir, level: logLevel, isOnStderr: logToStderr })
  return {
    clock: nodeClock,
    random: nodeRandom,
    secrets: openSecretStore({ dataDir, log, env }),
    log,
    trash: nodeTrash,
    network: nodeNetwork(env, log),
    machine: nodeMachine(),
  }
}
