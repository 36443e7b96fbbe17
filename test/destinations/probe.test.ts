import { expect, test } from 'vitest'
import { deliverBytes } from './attempt.ts'
import { startFotowareBench } from './fotoware-bench.ts'

test('arrives', async () => {
  const bench = await startFotowareBench()
  const { file, sent, proof } = await deliverBytes(bench, 'a.jpg', 640 * 1024)
  expect(sent.sha256).toBe(file.sha256)
  console.log(proof, (await bench.arrivals())[0], bench.tap.requests.map((r) => r.path), bench.tap.simultaneous(/chunks/))
})
