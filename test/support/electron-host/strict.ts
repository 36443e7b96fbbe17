/** Asked for by the language itself, by promises and by loggers, of any object. */
const HARMLESS = new Set(['then', 'toJSON', 'constructor', 'inspect', 'asymmetricMatch'])

/**
 * The same object, but a member that the stand-in lacks is an error instead of `undefined`: a program must not seem to
 * work because what it asks for is silently missing.
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !(key in object) && !HARMLESS.has(key))
        throw new Error(`The stand-in for Electron has no ${name}.${key}`)
      const value: unknown = Reflect.get(object, key, object)
      // Private fields belong to the object, not to its proxy.
      if (typeof value !== 'function' || key === 'constructor') return value
      return Object.is(receiver, object)
        ? value
        : (...args: unknown[]): unknown => Reflect.apply(value, object, args)
    },
  })
}
