import { flagIn, numberIn, textIn, valueIn } from '../../../parts/config-entry.ts'
import { connectionGroup, type KindForm, passwordRules } from './kind-form.ts'
import { checkRule, choicesOf, numberRule, secretRule, switchRule, textRule } from './rules.ts'
import { secretName } from './secret-names.ts'

const METHODS = ['password', 'anonymous', 'none'] as const
const PERSONS = '@'
const FILES = 2

/** PicApport: folders become tags and persons. */
export const picapport: KindForm = {
  fresh: { name: '', kind: 'picapport', url: '', auth: { method: 'password', user: '', secret: '' } },
  methods: { password: ['user', 'secret'], anonymous: [], none: [] },
  isAboutPeople: false,
  serverTitle: ({ destinationKinds }) => destinationKinds.picapport.server,
  urlHint: ({ destinationKinds }) => destinationKinds.picapport.urlHint,
  methodChoices: ({ destinationKinds }) => choicesOf(METHODS, destinationKinds.picapport.methods),
  signIn: (texts, entry) => {
    const text = texts.destinationKinds.picapport
    return [
      ...(textIn(entry, 'auth.method') === 'password' ? passwordRules(texts) : []),
      switchRule('apiKey', text.hasApiKey, secretName(entry, 'apiKey'), [secretRule('apiKey', text.apiKey)]),
    ]
  },
  main: ({ destinationKinds: { picapport: text } }) => [
    {
      title: text.folderGroup,
      rules: [
        checkRule('folderTags', text.folderTags, true),
        textRule('personFolders', text.personFolders, { standard: PERSONS, isNullable: true }),
      ],
    },
  ],
  moreWords: ({ destinationKinds }) => destinationKinds.picapport.more,
  more: (texts) => {
    const text = texts.destinationKinds.picapport
    return [
      {
        title: texts.destinations.speedGroup,
        rules: [
          numberRule('files', text.files, { standard: FILES, least: 1, most: 4 }),
          numberRule('batch', text.batch, { standard: 1, least: 1, most: 10 }),
        ],
      },
      {
        title: text.removedGroup,
        rules: [checkRule('uploadRemovedAgain', text.uploadRemovedAgain, false)],
      },
      {
        ...connectionGroup(texts),
        rules: [
          ...connectionGroup(texts).rules,
          checkRule('allowClearPassword', text.allowClearPassword, false),
        ],
      },
    ]
  },
  facts: ({ destinations, destinationKinds: { common, picapport: text } }, entry) => {
    const persons = valueIn(entry, 'personFolders')
    const prefix = persons === undefined ? PERSONS : typeof persons === 'string' ? persons : ''
    return [
      [destinations.place, textIn(entry, 'url')],
      [
        destinations.limits,
        text.limitWords(numberIn(entry, 'files') ?? FILES, numberIn(entry, 'batch') ?? 1),
      ],
      [common.rules, text.ruleWords(flagIn(entry, 'folderTags', true), prefix)],
    ]
  },
}
