import { writeFile } from 'node:fs/promises'
import http, { type ClientRequest, type RequestOptions } from 'node:http'
import path from 'node:path'
import { configureRequestOptions, configureRequestUrl, HttpExecutor } from 'builder-util-runtime'
import { AppImageUpdater } from 'electron-updater'

/** The part of electron-updater that asks Electron for requests, over Node instead. */
class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: RequestOptions, callback: (response: unknown) => void): ClientRequest {
    return http.request(options, callback)
  }

  async download(
    url: URL,
    destination: string,
    options: Parameters<HttpExecutor<ClientRequest>['downloadToBuffer']>[1],
  ): Promise<string> {
    return await options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request: RequestOptions = { redirect: 'manual' } as RequestOptions
      configureRequestUrl(url, request)
      configureRequestOptions(request)
      const callback = (error?: Error | null): void => {
        if (error === null || error === undefined) resolve(destination)
        else reject(error)
      }
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }
}

export interface DrivenUpdater {
  updater: AppImageUpdater
  /** What Electron says at the very end. */
  appQuits(exitCode: number): void
}

/** electron-updater for AppImages under plain Node: real but for Electron's requests and its app object. */
export async function driveAppImageUpdater(dir: string, feedUrl: string): Promise<DrivenUpdater> {
  const config = path.join(dir, 'app-update.yml')
  await writeFile(config, `provider: generic\nurl: ${feedUrl}\nupdaterCacheDirName: sluice-updater\n`)
  const handlers: ((exitCode: number) => void)[] = []
  const app = {
    version: '1.0.0',
    name: 'Sluice',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath: path.join(dir, 'user-data'),
    baseCachePath: path.join(dir, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: (handler: (exitCode: number) => void) => handlers.push(handler),
  }
  const updater = new AppImageUpdater(null, app)
  Object.assign(updater, { httpExecutor: new NodeHttpExecutor() })
  updater.logger = null
  return {
    updater,
    appQuits: (exitCode) => {
      for (const handler of handlers) handler(exitCode)
    },
  }
}
