import { app, session, type WebContents } from 'electron'
import { isOwnPage, isPermitted } from './own-page.ts'

/** No page of another origin is ever shown, no further window opened, no permission given. */
export function closeTheDoors(): void {
  app.on('web-contents-created', (_, contents) => {
    guard(contents)
  })
}

/** Needs the app to be ready. */
export function denyPermissions(): void {
  // Asked is the frame that wants it, not the window that it is in.
  session.defaultSession.setPermissionRequestHandler(
    (_, permission, answer, { requestingUrl, isMainFrame }) => {
      answer(isMainFrame && isPermitted(permission, requestingUrl))
    },
  )
  session.defaultSession.setPermissionCheckHandler((_, permission, origin) => isPermitted(permission, origin))
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
