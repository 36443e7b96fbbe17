/** Who makes a request. Upload tasks belong to their owner alone. */
export interface Identity {
  readonly owner: string
  readonly userName: string
  readonly fullName: string
}

/** Everybody, when the server runs without sign-in. */
export const openIdentity: Identity = { owner: 'open', userName: 'practice', fullName: 'Practice User' }

/** A non-interactive application works as the built-in administrator. */
export function applicationIdentity(clientId: string): Identity {
  return { owner: `application:${clientId}`, userName: 'Administrator', fullName: 'Administrator' }
}

/** A person who signed in through the browser. */
export function userIdentity(userName: string): Identity {
  return { owner: `user:${userName}`, userName, fullName: userName }
}
