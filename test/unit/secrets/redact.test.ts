import { expect, test } from 'vitest'
import { redactSecrets } from '../../../electron/engine/log/redact.ts'

test.each([
  ['Authorization: Bearer abc.def-123', 'Authorization: ***'],
  ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: ***'],
  ['{"authorization":"Bearer abcdefghij"}', '{"authorization":"***"}'],
  ['{\\"authorization\\":\\"Bearer abcdefghij\\"}', '{\\"authorization\\":\\"***\\"}'],
  ['sent Bearer abcdefghij to', 'sent Bearer *** to'],
  ['GET /x?access_token=abc&p=1', 'GET /x?access_token=***&p=1'],
  [
    'grant_type=client_credentials&client_id=station&client_secret=a%20b',
    'grant_type=client_credentials&client_id=station&client_secret=***',
  ],
  ['{"access_token":"abc","expires_in":28800}', '{"access_token":"***","expires_in":28800}'],
  ['callback?code=xyz&state=1', 'callback?code=***&state=***'],
  ['https://anna:pass@nas.local/x', 'https://***@nas.local/x'],
  ['token eyJhbGciOiJI.eyJzdWIiOiIx.abc_def', 'token ***'],
  ['login?username=admin&password=E10ADC39', 'login?username=admin&password=***'],
  ['{"password":"two, words; {and} \\"more\\""}', '{"password":"***"}'],
  ['{\\"password\\":\\"two words\\",\\"a\\":1}', '{\\"password\\":\\"***\\",\\"a\\":1}'],
  ['{\\"password\\":\\"a \\\\\\"b\\\\\\" c\\",\\"a\\":1}', '{\\"password\\":\\"***\\",\\"a\\":1}'],
  ['"clientSecret": "s p", "accessToken": "t"', '"clientSecret": "***", "accessToken": "***"'],
  ['Set-Cookie: a=b; Path=/\nnext', 'Set-Cookie: ***\nnext'],
  ['"cookie":"a=b; c=d","x":1', '"cookie":"***","x":1'],
  ['https://key@nas.local/x?sig=abc&p=1', 'https://***@nas.local/x?sig=***&p=1'],
  ['"a@b.c" https://nas.local/x@2x.png', '"a@b.c" https://nas.local/x@2x.png'],
  [
    'errno code="ENOENT" state="waiting" secret "archive-secret"',
    'errno code="ENOENT" state="waiting" secret "archive-secret"',
  ],
])('%s', (text, expected) => {
  expect(redactSecrets(text)).toBe(expected)
  expect(redactSecrets(expected)).toBe(expected)
})
