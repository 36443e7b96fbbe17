import path from 'node:path'
import { expect, test } from 'vitest'
import { WaitingFiles } from '../../../electron/shell/waiting-files.ts'
import { handedOver, startOptions } from '../../../electron/shell/start-options.ts'

const CWD = path.resolve('/home/someone')

test('files are named relative to where the person is', () => {
  const options = startOptions(['one.jpg', '/abs/two.jpg', '--hidden'], CWD)
  expect(options.files).toEqual([path.join(CWD, 'one.jpg'), path.resolve('/abs/two.jpg')])
  expect(options.isHidden).toBe(true)
})

test('the configuration lies in the data folder unless it is named', () => {
  expect(startOptions(['--data', 'd'], CWD)).toMatchObject({
    dataDir: path.join(CWD, 'd'),
    configFile: path.join(CWD, 'd', 'config.json'),
    files: [],
    isHidden: false,
  })
  expect(startOptions(['--data=d', '--config=c.json'], CWD).configFile).toBe(path.join(CWD, 'c.json'))
})

test('a later start needs what is not usual again, and its switches', () => {
  expect(startOptions(['--hidden', 'one.jpg'], CWD)).toMatchObject({ place: [], switches: [] })
  const dataDir = path.join(CWD, 'd')
  const args = ['--no-sandbox', '--data', 'd', '--ozone-platform=x11', '-psn_0_1', 'one.jpg', '--hidden']
  expect(startOptions(args, CWD)).toMatchObject({
    place: ['--data', dataDir],
    switches: ['--no-sandbox', '--ozone-platform=x11', '-psn_0_1'],
  })
  const config = path.join(CWD, 'c.json')
  expect(startOptions(['--config', 'c.json'], CWD).place).toEqual(['--config', config])
})

test('switches of Chromium are no files', () => {
  const args = ['--no-sandbox', '--remote-debugging-port=0', '-psn_0_12345', 'real.jpg']
  expect(startOptions(args, CWD).files).toEqual([path.join(CWD, 'real.jpg')])
})

test.skipIf(process.platform === 'win32')(
  'files come as addresses, too; other addresses are no files',
  () => {
    const args = ['file:///photos/a%20b.jpg', 'https://example.org/x.jpg', 'file://elsewhere/x', 'c:d.jpg']
    expect(startOptions(args, CWD).files).toEqual(['/photos/a b.jpg', path.join(CWD, 'c:d.jpg')])
  },
)

test('a second start that tells nonsense hands nothing over', () => {
  const told = { files: ['/a', '/b'], isHidden: true }
  expect(handedOver(told)).toEqual(told)
  for (const data of [null, undefined, 'x', { files: 'x' }, { files: [1], isHidden: true }])
    expect(handedOver(data)).toEqual({ files: [], isHidden: false })
})

test('files wait for the page, each once, and are handed over once', () => {
  const files = new WaitingFiles()
  files.add(['/a', '/b'])
  let told = 0
  files.whenWaiting(() => told++)
  expect(told).toBe(1)
  files.add(['/b', '/c'])
  files.add([])
  expect(told).toBe(2)
  expect(files.take()).toEqual(['/a', '/b', '/c'])
  expect(files.take()).toEqual([])
})
