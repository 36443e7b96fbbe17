import { execFile, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from './temporary-folder.ts'

const run = promisify(execFile)

export interface Certificates {
  /** PEM file of the authority that has signed `server`. */
  readonly caFile: string
  /** For 127.0.0.1 and localhost. */
  readonly server: { key: string; cert: string }
}

/** Without it tests of certificates are left out. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** An authority of one's own and a server certificate from it, made by openssl. */
export async function makeCertificates(names = 'IP:127.0.0.1,DNS:localhost'): Promise<Certificates> {
  const folder = await temporaryFolder()
  const at = (name: string): string => path.join(folder, name)
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/CN=Test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  await openssl('req', ...newKey, '-subj', '/CN=Test server', '-keyout', 'server.key', '-out', 'server.csr')
  await writeFile(at('extensions'), `subjectAltName=${names}\n`)
  const signed = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-extfile',
    'extensions',
    '-days',
    '2',
  ]
  await openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem')
  const [key, cert] = await Promise.all([
    readFile(at('server.key'), 'utf8'),
    readFile(at('server.pem'), 'utf8'),
  ])
  return { caFile: at('ca.pem'), server: { key, cert } }
}
