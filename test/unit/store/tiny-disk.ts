import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync, writeSync, openSync, closeSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { errorCode } from '../../../electron/engine/errors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

export interface TinyDisk {
  root: string
  /** Takes all the space there is but for so many KiB. */
  fill(leaveKiB?: number): Promise<void>
  empty(): Promise<void>
}

/** A small disk in memory that really gets full. Needs root; it vanishes when the running test ends. */
export async function tinyDisk(sizeKiB: number): Promise<TinyDisk> {
  const root = await temporaryFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(sizeKiB)}k`, 'sluice-test', root])
  onTestFinished(() => {
    execFileSync('umount', ['-l', root])
  })
  const ballast = path.join(root, 'ballast')
  return {
    root,
    fill: (leaveKiB = 0) => {
      writeFileSync(ballast, '')
      const file = openSync(ballast, 'a')
      try {
        while (free(root) > leaveKiB * 1024) writeSync(file, Buffer.alloc(4096))
      } catch (error) {
        if (errorCode(error) !== 'ENOSPC') throw error
      } finally {
        closeSync(file)
      }
      return Promise.resolve()
    },
    empty: () => {
      rmSync(ballast)
      return Promise.resolve()
    },
  }
}

function free(root: string): number {
  const { bavail, bsize } = statfsSync(root)
  return bavail * bsize
}
