import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Page } from 'playwright-core'
import { AppPlace, ask } from '../app-place.ts'
import { electronBinary } from '../launch-app.ts'
import { recorded, windowState } from '../recording.ts'

const Names = z.array(z.string())

/** Runs in the page and tells how it ended. */
async function outcome(page: Page, expression: string): Promise<unknown> {
  return await page.evaluate(
    `Promise.resolve().then(() => (${expression})).then(() => 'done', (error) => error.name)`,
  )
}

/** What the page cannot do: Electron's security checklist. */
export function doorSpecs(main: () => string): void {
  test('the page has no Node, only the bridge, and cannot change it', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    const names = ['require', 'process', 'module', 'Buffer', '__dirname', 'global', 'electron', 'ipcRenderer']
    expect(await page.evaluate(`${JSON.stringify(names)}.filter((name) => name in window)`)).toEqual([])
    expect(Names.parse(await page.evaluate('Object.keys(window.sluice)')).toSorted()).toEqual([
      'call',
      'onEvents',
      'onFiles',
      'pathsOf',
    ])
    await page.evaluate('(() => { try { window.sluice.call = () => 1 } catch { /* frozen */ } })()')
    expect(await ask(page, 'engine.status')).toMatchObject({ isRunning: true })
  })

  test('the page runs nothing but its own scripts and speaks to nobody', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    const policy = await page.evaluate(
      "fetch('/index.html').then((answer) => answer.headers.get('content-security-policy'), () => 'blocked')",
    )
    // Even its own address is asked for by nothing but tags.
    expect(policy).toBe('blocked')
    // In a turn of its own: what a test itself runs may do more than the page.
    const built =
      "new Promise((ok, fail) => setTimeout(() => { try { ok(new Function('')) } catch (e) { fail(e) } }))"
    expect(await outcome(page, built)).toBe('EvalError')
    expect(await outcome(page, `fetch(${JSON.stringify(place.server.url)})`)).toBe('TypeError')
    const ran = await page.evaluate(`new Promise((resolve) => {
      const script = document.createElement('script')
      script.textContent = 'window.smuggled = true'
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective))
      document.head.append(script)
    })`)
    expect(ran).toMatch(/^script-src/)
    expect(await page.evaluate("'smuggled' in window")).toBe(false)
  })

  test('the page can neither leave nor open another window', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    const home = page.url()
    for (const address of [place.server.url, 'https://example.org/', 'file:///etc/passwd']) {
      expect(await page.evaluate(`window.open(${JSON.stringify(address)}) === null`)).toBe(true)
      await page.evaluate(`(() => { location.href = ${JSON.stringify(address)} })()`).catch(() => undefined)
      expect(await ask(page, 'engine.status')).toMatchObject({ isRunning: true })
      expect(page.url()).toBe(home)
    }
    expect(await windowState(app)).toMatchObject({ count: 1 })
    expect((await recorded(app)).opened).toEqual([])
  })

  test('no frame of another origin is loaded into the page', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    const blocked = await page.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective))
      const frame = document.createElement('iframe')
      frame.src = ${JSON.stringify(place.server.url)}
      document.body.append(frame)
    })`)
    expect(blocked).toBe('frame-src')
  })

  test('the page is given no permission but to copy words', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    const asked = "navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)"
    expect(await page.evaluate(asked)).not.toBe('granted')
  })

  test('it is the frame that asks who counts, and one that has no address yet ends nothing', async ({
    skip,
  }) => {
    skip(electronBinary() !== null, 'only the stand-in lets its handlers be asked')
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    const answers = await app.evaluate(({ session, BrowserWindow }) => {
      const handler = Reflect.get(session.defaultSession, 'requestHandler') as (
        contents: unknown,
        permission: string,
        answer: (isGiven: boolean) => void,
        details: { requestingUrl: string; isMainFrame: boolean },
      ) => void
      const given: boolean[] = []
      const ask = (requestingUrl: string, isMainFrame: boolean): void => {
        handler(
          BrowserWindow.getAllWindows()[0]?.webContents,
          'clipboard-sanitized-write',
          (isGiven) => given.push(isGiven),
          { requestingUrl, isMainFrame },
        )
      }
      ask('app://sluice/index.html', true)
      ask('app://sluice/index.html', false)
      ask('https://example.org/', true)
      ask('', true)
      return given
    })
    expect(answers).toEqual([true, false, false, false])
  })
}
