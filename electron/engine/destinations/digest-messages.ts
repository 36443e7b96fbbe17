/** What the threads of a file digest say to each other. Orders of one stream are answered in their order. */
export type DigestOrder =
  | { stream: number; kind: 'add'; bytes: Uint8Array }
  | { stream: number; kind: 'end' }
  | { stream: number; kind: 'drop' }

export type DigestAnswer = { stream: number; crc32: number } | { stream: number; sha256: string }
