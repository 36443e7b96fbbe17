/** Body of every refusal; FotoWare Upload API, section «Errors». */
export interface ErrorBody {
  readonly value: string
  readonly heading: string
  readonly description: string
  readonly technicalInfo: string
}

/** A refusal with its HTTP status and its machine-readable value. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly status: number
  readonly value: string

  constructor(status: number, value: string, description: string) {
    super(description)
    this.status = status
    this.value = value
  }
}

/** The connection ended before the body did: nobody is left to answer. */
export class BodyCutError extends Error {
  override readonly name = 'BodyCutError'
}

/** 400 with one of the documented values. */
export function badRequest(value: string, description: string): ProtocolError {
  return new ProtocolError(400, value, description)
}

/** The wire form of a refusal; `requestId` helps support to find it. */
export function errorBody(error: ProtocolError, requestId: string): ErrorBody {
  return {
    value: error.value,
    heading: headings.get(error.status) ?? 'Error',
    description: error.message,
    technicalInfo: `${error.status} ${error.value} (request ${requestId})`,
  }
}

const headings = new Map([
  [400, 'Bad request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not found'],
  [406, 'Not acceptable'],
  [409, 'Conflict'],
  [411, 'Length required'],
  [415, 'Unsupported media type'],
  [429, 'Too many requests'],
  [500, 'Internal server error'],
  [503, 'Service unavailable'],
])
