import { expect, test } from 'vitest'
import { schemaMistakes } from '../../../electron/engine/config/schema-mistakes.ts'
import { Config, TemplateConfig } from '../../../shared/config.ts'
import { renderTemplate } from '../../../shared/template.ts'
import { compiled, contextOf, tag } from '../template/example.ts'
import {
  addressFault,
  type Answers,
  archiveNameFrom,
  firstConfig,
  folderNameFrom,
  isWholePath,
  readyTemplate,
  understood,
} from '../../../renderer/views/first-start/first-config.ts'

const answers: Answers = {
  path: '/srv/hot',
  folderName: 'hot',
  address: 'https://acme.fotoware.cloud/fotoweb/archives/5000-Photos?q=cup#/1',
  isArea: false,
  archiveName: 'acme',
  method: 'browser',
  clientId: 'native',
  template: 'none',
  templateName: 'Credit and keywords',
  credit: '',
}

test.each([
  [
    'https://acme.fotoware.cloud/fotoweb/archives/5000-Photos?q=1',
    'https://acme.fotoware.cloud',
    '/fotoweb/archives/5000-Photos/',
  ],
  [
    ' https://acme.fotoware.cloud/fotoweb/archives/5000-A%20b/Sports/ ',
    'https://acme.fotoware.cloud',
    '/fotoweb/archives/5000-A%20b/Sports/',
  ],
  [
    'https://dam.example:8443/fotoweb/archives/5000-A/x.jpg.info',
    'https://dam.example:8443',
    '/fotoweb/archives/5000-A/x.jpg.info',
  ],
  ['https://acme.fotoware.cloud/fotoweb/', 'https://acme.fotoware.cloud', null],
])('an address as browsers show it is understood: %s', (address, url, collection) => {
  expect(understood(address)).toEqual({ url, collection })
})

test.each([
  ['', false, 'missing'],
  ['acme.fotoware.cloud', false, 'wrong'],
  ['ftp://acme.example/fotoweb/archives/1-A/', false, 'wrong'],
  ['http://acme.example/fotoweb/archives/1-A/', false, 'insecure'],
  ['http://127.0.0.1:4000/fotoweb/archives/1-A/', false, null],
  ['https://acme.example/', false, 'noPlace'],
  ['https://acme.example/', true, null],
])('what will not do is told: %s', (address, isArea, fault) => {
  expect(addressFault(address, isArea)).toBe(fault)
})

test('names to begin with come from the folder and the address', () => {
  expect(folderNameFrom('/srv/hot/')).toBe('hot')
  expect(folderNameFrom('C:\\Users\\ada\\Bilder')).toBe('Bilder')
  expect(folderNameFrom('/')).toBe('')
  expect(archiveNameFrom('https://www.acme.example/x')).toBe('acme')
  expect(archiveNameFrom('http://127.0.0.1:4000/')).toBe('archive')
  expect(archiveNameFrom('nonsense')).toBe('')
})

test.each([
  ['/srv/hot', true],
  ['~/Pictures', true],
  ['C:\\Photos', true],
  ['\\\\nas\\photos', true],
  ['Pictures', false],
  ['../hot', false],
])('a path is whole or not: %s', (path, isWhole) => {
  expect(isWholePath(path)).toBe(isWhole)
})

test.each<Partial<Answers>>([
  {},
  { method: 'none', clientId: '' },
  { method: 'client-credentials', clientId: 'station' },
  { isArea: true, address: 'https://dam.example/' },
  { template: 'ready' },
  { template: 'ready', credit: 'Ada «Øst» "x" \\ {y} }' },
])('what the guide ends with is a valid configuration: %o', (changes) => {
  expect(schemaMistakes(firstConfig({ ...answers, ...changes }))).toEqual([])
})

test('files go where the address says, and to the upload area only when somebody asked for it', () => {
  expect(Config.parse(firstConfig(answers)).destinations[0]).toMatchObject({
    url: 'https://acme.fotoware.cloud',
    collection: '/fotoweb/archives/5000-Photos/',
  })
  const area = firstConfig({ ...answers, isArea: true })
  expect(Config.parse(area).destinations[0]).toMatchObject({ collection: null })
})

test('the ready template writes who took it where a file does not say, word for word', () => {
  const who = 'Ada «Øst» "x" \\ {y} }'
  const template = compiled(TemplateConfig.parse(readyTemplate('ready', who)))
  const { fields, missing } = renderTemplate(template, contextOf({ path: 'Sports/Cup Final/a.jpg' }))
  expect(fields.get(80)).toEqual([who])
  expect(fields.get(110)).toEqual([who])
  expect(fields.get(25)).toEqual(['Sports', 'Cup Final'])
  expect(missing).toEqual(['{folder:3}'])
})

test('the ready template leaves alone what a file says', () => {
  const template = compiled(TemplateConfig.parse(readyTemplate('ready', 'Desk')))
  const artist = [tag('exif', 'IFD0', 'Artist', 'Rita Reflex')]
  const named = renderTemplate(template, contextOf({ path: 'a.jpg', tags: artist }))
  expect(named.fields.get(80)).toEqual(['Rita Reflex'])
  expect(named.fields.get(25)).toBeUndefined()
  const existing = new Map([
    [80, ['Ada']],
    [110, ['Agency']],
  ])
  const kept = renderTemplate(template, contextOf({ path: 'a.jpg', existing }))
  expect(kept.instructions).toEqual([])
})

test('without a name the ready template writes no credit', () => {
  const template = compiled(TemplateConfig.parse(readyTemplate('ready', ' ')))
  const { instructions } = renderTemplate(template, contextOf({ path: 'a.jpg' }))
  expect(instructions).toEqual([])
})
