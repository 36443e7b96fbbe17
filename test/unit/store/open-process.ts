/**
 * Opens a data folder in a process of its own and prints what came of it as one JSON line. With `hold`, writes
 * deliveries and then waits to be killed.
 */
import { ProblemError } from '../../../electron/engine/errors.ts'
import { createDeliveries } from '../../../electron/engine/store/deliveries.ts'
import { openDatabase } from '../../../electron/engine/store/open.ts'
import { someDelivery } from './rows.ts'

const [dataDir = '', mode = 'open', count = '0'] = process.argv.slice(2)

function report(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

try {
  const { database, notice } = openDatabase(dataDir, 'test')
  if (mode === 'hold') {
    const deliveries = createDeliveries(database)
    for (let number = 1; number <= Number(count); number++) deliveries.insert(someDelivery(number))
    report({ notice })
    // Holds until it is killed, or until the process that started it is gone.
    process.stdin.resume().on('end', () => database.close())
  } else {
    database.close()
    report({ notice })
  }
} catch (error) {
  if (!(error instanceof ProblemError)) throw error
  report({ problem: error.problem })
}
