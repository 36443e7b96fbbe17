import type { FaceInfo } from '../../shared/contract.ts'
import { sluiceVersion } from '../engine/node-ports.ts'

/**
 * What a window asks first: which Sluice it belongs to, and what it can offer here.
 *
 * @param desktop null where there is no desktop, and so none of its dialogs
 */
export function faceInfo(dataDir: string, desktop: Pick<FaceInfo, 'locale' | 'updates'> | null): FaceInfo {
  return {
    kind: desktop === null ? 'browser' : 'desktop',
    version: sluiceVersion(),
    platform: process.platform,
    dataDir,
    locale: desktop?.locale ?? Intl.DateTimeFormat().resolvedOptions().locale,
    hasDialogs: desktop !== null,
    updates: desktop?.updates ?? 'none',
  }
}
