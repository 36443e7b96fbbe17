import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pageFiles, pageResponse } from '../../../electron/shell/page-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function place(): Promise<Map<string, string>> {
  const dir = await temporaryFolder()
  const page = path.join(dir, 'page')
  await mkdir(path.join(page, 'assets'), { recursive: true })
  await writeFile(path.join(page, 'index.html'), '<!doctype html>')
  await writeFile(path.join(page, 'assets', 'main.js'), 'run()')
  await writeFile(path.join(dir, 'secret.txt'), 'secret')
  await symlink(path.join(dir, 'secret.txt'), path.join(page, 'link.txt'))
  return await pageFiles(page)
}

test('the page is served with its type and a strict policy', async () => {
  const files = await place()
  const page = await pageResponse(files, 'app://sluice/', 'GET')
  expect(await page.text()).toBe('<!doctype html>')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const script = await pageResponse(files, 'app://sluice/assets/main.js?v=1', 'GET')
  expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
})

test('nothing outside the page is served, however it is asked for', async () => {
  const files = await place()
  for (const name of [
    '../secret.txt',
    '%2e%2e/secret.txt',
    '..%2fsecret.txt',
    '%2e%2e%2fsecret.txt',
    String.raw`..\secret.txt`,
    'assets/../../secret.txt',
    'assets',
    'link.txt',
    'constructor',
    '//etc/passwd',
    'index.html%00.js',
  ]) {
    const answer = await pageResponse(files, `app://sluice/${name}`, 'GET')
    expect([name, answer.status, await answer.text()]).toEqual([name, 404, ''])
  }
})

test('other hosts and methods are refused', async () => {
  const files = await place()
  expect((await pageResponse(files, 'app://other/index.html', 'GET')).status).toBe(404)
  expect((await pageResponse(files, 'https://sluice/index.html', 'GET')).status).toBe(404)
  expect((await pageResponse(files, 'app://sluice/index.html', 'POST')).status).toBe(405)
})
