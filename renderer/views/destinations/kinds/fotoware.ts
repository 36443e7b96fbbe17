import { type Entry, numberIn, textIn, valueIn } from '../../../parts/config-entry.ts'
import type { Texts } from '../../../texts/en.ts'
import { authorityRule, type KindForm, timeoutRule } from './kind-form.ts'
import { checkRule, choicesOf, numberRule, type Rule, secretRule, textRule } from './rules.ts'

export const METHODS = ['browser', 'client-credentials', 'none'] as const
export const REDIRECT_PATH = '/callback'
const FILES = 2
const CHUNKS = 3

/** FotoWare. The place in the archive is chosen from the server's tree and has a part of its own. */
export const fotoware: KindForm = {
  fresh: {
    name: '',
    kind: 'fotoware',
    url: '',
    auth: { method: 'browser', clientId: '' },
    collection: '',
  },
  methods: { browser: ['clientId'], 'client-credentials': ['clientId', 'secret'], none: [] },
  isAboutPeople: false,
  serverTitle: ({ destinations }) => destinations.serverGroup,
  urlHint: ({ destinations }) => destinations.urlHint,
  methodChoices: ({ destinations }) => choicesOf(METHODS, destinations.methodChoices),
  signIn: ({ destinations: text }, entry) => {
    const client = textRule('auth.clientId', { label: text.clientId, hint: text.clientIdHint })
    switch (textIn(entry, 'auth.method')) {
      case 'browser':
        return [client]
      case 'client-credentials':
        return [client, secretRule('auth.secret', { label: text.secret, hint: '' })]
      default:
        return []
    }
  },
  main: () => [],
  moreWords: ({ destinations }) => destinations.more,
  more: (texts, entry) => {
    const text = texts.destinations
    return [
      {
        title: text.speedGroup,
        rules: [
          numberRule(
            'files',
            { label: text.files, hint: text.filesHint },
            { standard: FILES, least: 1, most: 8 },
          ),
          numberRule('chunks', { label: text.chunks, hint: '' }, { standard: CHUNKS, least: 1, most: 16 }),
          timeoutRule(texts),
        ],
      },
      {
        title: text.deliveryGroup,
        rules: [
          textRule('comment', { label: text.comment, hint: text.commentHint }, { standard: '' }),
          checkRule('touchPdf', { label: text.touchPdf, hint: text.touchPdfHint }, false),
          checkRule('checkFields', { label: text.checkFields, hint: text.checkFieldsHint }, true),
        ],
      },
      {
        title: text.connectionGroup,
        rules: [authorityRule(texts), ...redirectRules(texts, entry)],
      },
    ]
  },
  facts: ({ destinations: text }, entry) => {
    const collection = valueIn(entry, 'collection')
    const place = typeof collection === 'string' ? collection : text.uploadArea
    return [
      [text.place, `${textIn(entry, 'url')} · ${place}`],
      [text.limits, text.limitWords(numberIn(entry, 'files') ?? FILES, numberIn(entry, 'chunks') ?? CHUNKS)],
    ]
  },
}

/** Where the browser comes back to after a sign-in. */
function redirectRules({ destinations: text }: Texts, entry: Entry): Rule[] {
  if (textIn(entry, 'auth.method') !== 'browser') return []
  return [
    { control: 'ports', path: 'auth.redirectPorts', label: text.ports, hint: text.portsHint },
    textRule('auth.redirectPath', { label: text.redirectPath, hint: '' }, { standard: REDIRECT_PATH }),
  ]
}
