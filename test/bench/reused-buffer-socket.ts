import net from 'node:net'

// One is enough for all connections: the bytes are used up before the next read.
const BUFFER = Buffer.allocUnsafeSlow(64 * 1024)

/**
 * Reads a connection into one buffer that is used again and again; `onBytes` gets a view of it that holds good
 * only during the call. Measured with 4 GiB over loopback, this halves the processor time of plain 'data' events
 * (0.19 instead of 0.37 s for each GiB), and what the partner saves is left for the program under test.
 *
 * Node offers `onread` only to sockets that connect, not to accepted ones, so the accepted connection moves into a
 * socket of our own through the undocumented `_handle`. Where a Node version has none, 'data' events do.
 * The server must be made with `pauseOnConnect: true`.
 */
export function readWithReusedBuffer(accepted: net.Socket, onBytes: (bytes: Buffer) => void): net.Socket {
  const handle: unknown = Reflect.get(accepted, '_handle')
  if (typeof handle !== 'object' || handle === null || !('useUserBuffer' in handle)) {
    return accepted.on('data', onBytes).resume()
  }
  Reflect.set(accepted, '_handle', null)
  Reflect.set(handle, 'reading', false)
  // Typed loosely because the types know `handle` only for sockets bound beforehand.
  const options: object = {
    handle,
    onread: {
      buffer: BUFFER,
      callback: (lengthBytes: number): boolean => {
        onBytes(BUFFER.subarray(0, lengthBytes))
        return true
      },
    },
  }
  return new net.Socket(options).resume()
}
