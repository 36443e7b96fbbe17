import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { inShort, memberOf, startBioidBench, together } from '../bioid-bench.ts'

test('the connection breaks before all of a prepared picture was sent: it is sent again with the same token', async () => {
  const bench = await startBioidBench({ config: { prepare: { format: 'png' } } })
  // Noise stays large, so that it cannot all be on its way when the connection breaks.
  const side = 2600
  const noise = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .tiff()
    .toBuffer()
  bench.server.faults.add({ on: 'upload', kind: 'close-after-bytes', bytes: 1000, times: 1 })
  bench.server.faults.add({ on: 'upload', kind: 'warn' })
  expect(inShort(await together(bench, [await memberOf('4711/large.tif', noise)]))).toEqual(['sent'])
  expect(bench.server.tokens.issued).toHaveLength(1)
})
