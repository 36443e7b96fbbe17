import type { Identity } from '../identities.ts'

/** What the public guest sees at /fotoweb/. */
export const publicDescriptor = {
  href: '/fotoweb/',
  server: 'FotoWeb Core',
  archives: '/fotoweb/archives/',
  searchURL: '/fotoweb/archives/{?q}',
  services: { login: '/fotoweb/login' },
}

/** The full API descriptor of a signed-in user; FotoWare API, section «API Entry Points». */
export function fullDescriptor(user: Identity, hasFileSystemDestinations: boolean): object {
  return {
    href: '/fotoweb/me',
    server: 'FotoWeb Core',
    archives: '/fotoweb/me/archives/',
    upload_to: '/fotoweb/me/upload-to/',
    copy_to: '/fotoweb/me/copy-to/',
    move_to: '/fotoweb/me/move-to/',
    background_tasks: '/fotoweb/me/background-tasks/',
    destinations: '/fotoweb/me/destinations/',
    taxonomies: '/fotoweb/taxonomies/',
    searchURL: '/fotoweb/archives/{?q}',
    upload_tokens: '/fotoweb/me/tokens/upload/',
    utc_offset: 60,
    isVersioningEnabled: true,
    upload: { preserveMetadata: true },
    security: { allowFileSystemDestinations: hasFileSystemDestinations },
    services: {
      rendition_request: '/fotoweb/services/renditions',
      search: '/fotoweb/services/search',
      logout: '/fotoweb/services/logout',
      keepalive: { href: '/fotoweb/services/keepalive', interval: 600 },
    },
    user: {
      userName: user.userName,
      fullName: user.fullName,
      firstName: user.fullName.split(' ')[0] ?? '',
      lastName: user.fullName.split(' ').slice(1).join(' '),
      email: '',
      userId: 15001,
      href: '/fotoweb/users/15001',
      isGuest: false,
    },
    permissions: {},
    views: { upload: '/fotoweb/views/upload' },
    apiFeatureLevels: {},
  }
}
