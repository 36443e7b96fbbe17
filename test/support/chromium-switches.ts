/** A Chromium that nobody looks at: nothing but the page under test goes over the network. */
export const CHROMIUM_SWITCHES: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
