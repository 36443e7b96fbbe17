/** The configuration of the archive «archive» at a practice server of FotoWare that lets everybody in. */
export function practiceArchive(url: string) {
  return {
    name: 'archive',
    kind: 'fotoware',
    url,
    auth: { method: 'none' },
    collection: '/fotoweb/archives/5000-Photos/',
  } as const
}
