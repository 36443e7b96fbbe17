/** An event that listeners may prevent, as Electron passes it. */
export interface HostEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

export function hostEvent<T extends object>(extra: T): T & HostEvent {
  const event = {
    ...extra,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}
