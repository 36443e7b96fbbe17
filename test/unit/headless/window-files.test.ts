import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { windowFiles } from '../../../electron/headless/window-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const MODULES = path.resolve(import.meta.dirname, '../../../node_modules')
const LONG_AGO = new Date('2020-01-01')

async function checkout(): Promise<string> {
  const root = await temporaryFolder()
  await mkdir(path.join(root, 'renderer'))
  await writeFile(path.join(root, 'package.json'), '{"type":"module"}')
  await writeFile(
    path.join(root, 'vite.config.ts'),
    "export default { root: 'renderer', build: { outDir: '../dist/renderer' } }\n",
  )
  await writeFile(path.join(root, 'renderer/index.html'), '<!doctype html><title>first</title>')
  return root
}

test('a checkout is built when it has to be, and only then', async () => {
  const root = await checkout()
  await symlink(MODULES, path.join(root, 'node_modules'))
  const said: string[] = []
  const files = (): Promise<string> => windowFiles((words) => said.push(words), root)
  const page = async (): Promise<string> => await readFile(path.join(await files(), 'index.html'), 'utf8')
  expect(await page()).toContain('first')
  expect(said).toHaveLength(1)
  expect(await page()).toContain('first')
  expect(said).toHaveLength(1)
  await writeFile(path.join(root, 'renderer/index.html'), '<!doctype html><title>second</title>')
  await utimes(path.join(root, 'dist/renderer/index.html'), LONG_AGO, LONG_AGO)
  expect(await page()).toContain('second')
  expect(said).toHaveLength(2)
  expect(await readdir(path.join(root, 'dist'))).toEqual(['renderer'])
})

test('without the tools it says what to run', async () => {
  const root = await checkout()
  await expect(windowFiles(() => undefined, root)).rejects.toMatchObject({
    problem: { code: 'window-not-built', remedy: expect.stringContaining('npm ci') as unknown },
  })
})

test('without the tools, what was built before is used although it looks old', async () => {
  const root = await checkout()
  await mkdir(path.join(root, 'dist/renderer'), { recursive: true })
  await writeFile(path.join(root, 'dist/renderer/index.html'), '')
  await utimes(path.join(root, 'dist/renderer/index.html'), LONG_AGO, LONG_AGO)
  expect(await windowFiles(() => undefined, root)).toBe(path.join(root, 'dist/renderer'))
})

test('what does not build keeps the files that were there, and says the first thing that is wrong', async () => {
  const root = await checkout()
  await symlink(MODULES, path.join(root, 'node_modules'))
  await windowFiles(() => undefined, root)
  await utimes(path.join(root, 'dist/renderer/index.html'), LONG_AGO, LONG_AGO)
  await writeFile(path.join(root, 'renderer/index.html'), '<script type="module" src="./none.ts"></script>')
  await expect(windowFiles(() => undefined, root)).rejects.toMatchObject({
    problem: { code: 'window-not-built', detail: expect.stringContaining('none.ts') as unknown },
  })
  expect(await readFile(path.join(root, 'dist/renderer/index.html'), 'utf8')).toContain('first')
  expect(await readdir(path.join(root, 'dist'))).toEqual(['renderer'])
})

test('an installation brings its files along', async () => {
  const root = await temporaryFolder()
  await expect(windowFiles(() => undefined, root)).rejects.toThrow('missing in this installation')
  await mkdir(path.join(root, 'dist/renderer'), { recursive: true })
  await writeFile(path.join(root, 'dist/renderer/index.html'), '')
  expect(await windowFiles(() => undefined, root)).toBe(path.join(root, 'dist/renderer'))
})
