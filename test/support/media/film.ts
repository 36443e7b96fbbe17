/** Seconds between QuickTime's first day, in 1904, and that of everybody else. */
const EPOCH_SECONDS = 2_082_844_800

/**
 * A small film: brand, header with its time of creation, and some bytes that stand for pictures (ISO/IEC 14496-12, 4.3,
 * 8.2.2). Without a time the clock was never set, which films say with zero.
 */
export function film(brand: 'isom' | 'qt  ', created: Date | null): Buffer {
  const seconds = created === null ? 0 : Math.floor(created.getTime() / 1000) + EPOCH_SECONDS
  const header = Buffer.alloc(100)
  header.writeUInt32BE(seconds, 4)
  header.writeUInt32BE(seconds, 8)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(0x10000, 20)
  header.writeUInt16BE(0x100, 24)
  for (const [offset, value] of [
    [36, 0x10000],
    [52, 0x10000],
    [68, 0x40000000],
  ] as const) {
    header.writeUInt32BE(value, offset)
  }
  header.writeUInt32BE(1, 96)
  const brands = Buffer.concat([Buffer.from(brand), Buffer.from([0, 0, 2, 0]), Buffer.from(brand)])
  return Buffer.concat([
    box('ftyp', brands),
    box('moov', box('mvhd', header)),
    box('mdat', Buffer.alloc(50_000, 1)),
  ])
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
