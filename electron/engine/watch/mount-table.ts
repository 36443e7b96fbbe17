/** One line of /proc/self/mountinfo, as far as it matters here. */
export interface Mount {
  mountPoint: string
  type: string
  /** A device (`/dev/sda1`), a share (`//nas/photos`, `nas:/photos`) or a mere word (`tmpfs`). */
  source: string
}

/** Types whose files live on another machine, or behind a program that may stop answering. */
const NETWORK_TYPES = new Set(
  `9p afpfs afs beegfs ceph cifs coda davfs davfs2 gfs gfs2 glusterfs lustre ncpfs nfs nfs4 ocfs2 orangefs prl_fs
  smb3 smbfs vboxsf virtiofs vmhgfs webdav`.split(/\s+/),
)
/** FUSE is local for exFAT, NTFS and their like (`fuseblk`), and remote for nearly everything else. */
const LOCAL_FUSE = /^fuse\.(ntfs|exfat|bindfs|mergerfs|encfs|gocryptfs|cryfs|lxcfs|fuse-overlayfs|apfs|ext)/

/** Parses /proc/self/mountinfo (Linux, proc_pid_mountinfo(5)). */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ')
    const mountPoint = before?.split(' ')[4]
    const [type, source] = after?.split(' ') ?? []
    if (mountPoint === undefined || type === undefined || source === undefined) return []
    return [{ mountPoint: unescape(mountPoint), type, source: unescape(source) }]
  })
}

/** The mount that `path` (absolute, without links) lies on: the deepest, and of those the one mounted last. */
export function findMount(mounts: readonly Mount[], path: string): Mount | null {
  let found: Mount | null = null
  for (const mount of mounts) {
    const prefix = mount.mountPoint === '/' ? '/' : `${mount.mountPoint}/`
    const isAbove = path === mount.mountPoint || path.startsWith(prefix)
    if (isAbove && mount.mountPoint.length >= (found?.mountPoint.length ?? 0)) found = mount
  }
  return found
}

export function isNetworkMount(mount: Mount): boolean {
  if (mount.type.startsWith('fuse.')) return !LOCAL_FUSE.test(mount.type)
  return NETWORK_TYPES.has(mount.type)
}

/** The kernel writes blanks, tabs, line ends and backslashes as octal numbers. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
}
