import { textIn } from '../../../parts/config-entry.ts'
import { connectionGroup, type KindForm, passwordRules, prepareRule } from './kind-form.ts'
import { choiceRule, choicesOf, fileRule } from './rules.ts'

const METHODS = ['password', 'none'] as const
const OWNERS = ['owner', 'guest'] as const
const LOCKS = ['first', 'second', 'all'] as const
const EXISTING = ['replace', 'skip', 'add'] as const

/** Door panels by BAS-IP: a picture becomes a face that opens a door. */
export const basip: KindForm = {
  fresh: { name: '', kind: 'basip', url: '', auth: { method: 'password', user: '', secret: '' } },
  methods: { password: ['user', 'secret'], none: [] },
  isAboutPeople: true,
  serverTitle: ({ destinationKinds }) => destinationKinds.basip.server,
  urlHint: ({ destinationKinds }) => destinationKinds.basip.urlHint,
  methodChoices: ({ destinationKinds }) => choicesOf(METHODS, destinationKinds.basip.methods),
  signIn: (texts, entry) => (textIn(entry, 'auth.method') === 'password' ? passwordRules(texts) : []),
  main: ({ destinationKinds: { basip: text } }) => [
    {
      title: text.faceGroup,
      rules: [
        choiceRule('ownerType', text.ownerType, OWNERS),
        choiceRule('lock', text.lock, LOCKS),
        choiceRule('onExisting', text.onExisting, EXISTING),
      ],
    },
  ],
  moreWords: ({ destinationKinds }) => destinationKinds.basip.more,
  more: (texts) => {
    const { basip: text } = texts.destinationKinds
    return [
      {
        title: text.pictureGroup,
        rules: [
          fileRule('people', text.people),
          // Panels take JPEG only, so there is no format to choose.
          prepareRule(texts, { maxWidth: 1920, maxHeight: 1920 }, []),
          choiceRule('partName', text.partName, ['file', 'status']),
        ],
      },
      connectionGroup(texts),
    ]
  },
  facts: ({ destinations, destinationKinds: { common, basip: text } }, entry) => {
    const owner = OWNERS.find((known) => known === textIn(entry, 'ownerType')) ?? 'owner'
    const lock = LOCKS.find((known) => known === textIn(entry, 'lock')) ?? 'first'
    const existing = EXISTING.find((known) => known === textIn(entry, 'onExisting')) ?? 'replace'
    return [
      [destinations.place, textIn(entry, 'url')],
      [
        common.rules,
        text.ruleWords(
          text.ownerType.choices[owner].label,
          text.lock.choices[lock].label,
          text.onExisting.choices[existing].label,
        ),
      ],
    ]
  },
}
