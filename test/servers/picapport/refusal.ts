/** An answer with one of the documented statuses (200, 400, 403, 404, 500, 501); its text is not documented. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}

/** The connection ended before the body did: nobody is left to answer. */
export class BodyCutError extends Error {
  override readonly name = 'BodyCutError'
}
