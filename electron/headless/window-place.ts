import { isLoopback, parseUiAddress, type UiAddress } from './ui-address.ts'

export interface WindowPlace {
  address: UiAddress
  /** Names that others know the window by. */
  names: readonly string[]
  /** Whether others than this computer may come in. */
  isOpenToOthers: boolean
}

const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i

/**
 * Where the window is to be served, from the options of the command line.
 * @param ui the value of `--ui`
 * @param remote the value of `--ui-remote`: names, separated by commas; true for the option alone
 * @returns a sentence when that cannot be, or must not be without being said
 */
export async function windowPlace(
  ui: string | true,
  remote: string | true | undefined,
): Promise<WindowPlace | { mistake: string }> {
  const address = parseUiAddress(ui)
  if (address === null)
    return { mistake: `«${String(ui)}» is no address. Give HOST:PORT, for example --ui 127.0.0.1:7420.` }
  const names = typeof remote === 'string' ? remote.split(',').map((name) => name.trim()) : []
  const wrong = names.find((name) => !NAME.test(name))
  if (wrong !== undefined)
    return { mistake: `«${wrong}» is no name of a computer. Give it like --ui-remote sluice.example.org.` }
  if (remote === undefined && !(await isLoopback(address.host)))
    return {
      mistake:
        `At ${address.host} other computers could reach the window. If that is wanted, add --ui-remote; ` +
        'else leave the address out, and only this computer can.',
    }
  return { address, names, isOpenToOthers: remote !== undefined }
}
