import { protocol } from 'electron'
import { pageFiles, pageResponse } from './page-files.ts'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page under `app://sluice/`. */
export async function serveApp(pageDir: string): Promise<void> {
  const files = await pageFiles(pageDir)
  protocol.handle('app', (request) => pageResponse(files, request.url, request.method))
}
