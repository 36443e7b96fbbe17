#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'

// Nothing else is imported before the version of Node is known: newer parts would fail with words that help nobody.
const OLDEST_NODE = [22, 21] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `Sluice needs Node ${OLDEST_NODE.join('.')} or later, and this is ${process.versions.node}: install a newer one from nodejs.org.\n`,
  )
  process.exit(2)
}

// V8 lets the short-lived garbage of many small files grow to hundreds of MB before it collects any; this keeps its
// nursery as small as it begins (measured with 10,000 files: 230 to 290 MB of memory instead of 400, in the same time).
setFlagsFromString('--semi-space-growth-factor=1')

const [{ runCli }, { nodeTerminal }] = await Promise.all([
  import('./program.ts'),
  import('./node-terminal.ts'),
])
const terminal = nodeTerminal()
const code = await runCli(process.argv.slice(2), terminal)
await terminal.flush()
process.exit(code)
