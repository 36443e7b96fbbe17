/** No proxy and no certificates of the system, whatever the machine has. */
export const TEST_NETWORK = {
  proxyEnv: {},
  systemCertificates: (): string[] => [],
  userAgent: 'Sluice/0.0.0 (test)',
}
