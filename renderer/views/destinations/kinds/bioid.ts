import { numberIn, textIn } from '../../../parts/config-entry.ts'
import { connectionGroup, type KindForm, prepareRule } from './kind-form.ts'
import { checkRule, choiceRule, choicesOf, numberRule, secretRule, switchRule, textRule } from './rules.ts'
import { secretName } from './secret-names.ts'

const METHODS = ['app', 'token-url', 'none'] as const
const TASKS = ['enroll', 'verify', 'identify', 'livenessdetection', 'none'] as const
const TRAITS = ['face', 'periocular', 'face,periocular', 'voice'] as const
const SAMPLES = 4
const QUIET_MS = 5000
const MB = 1_000_000

/** BioID Web Service (classic): the samples of a person go up together, and one task takes them. */
export const bioid: KindForm = {
  // The partition is missing on purpose: a guess would put people into somebody else's.
  fresh: { name: '', kind: 'bioid', url: '', auth: { method: 'app', appId: '', secret: '' }, storage: '' },
  methods: { app: ['appId', 'secret'], 'token-url': ['url'], none: [] },
  isAboutPeople: true,
  serverTitle: ({ destinationKinds }) => destinationKinds.bioid.server,
  urlHint: ({ destinationKinds }) => destinationKinds.bioid.urlHint,
  methodChoices: ({ destinationKinds }) => choicesOf(METHODS, destinationKinds.bioid.methods),
  signIn: ({ destinationKinds: { bioid: text } }, entry) => {
    switch (textIn(entry, 'auth.method')) {
      case 'app':
        return [textRule('auth.appId', text.appId), secretRule('auth.secret', text.appSecret)]
      case 'token-url':
        return [
          textRule('auth.url', text.tokenUrl, { type: 'url' }),
          switchRule('auth.secret', text.hasTokenSecret, secretName(entry, 'auth.secret'), [
            secretRule('auth.secret', text.tokenSecret),
          ]),
        ]
      default:
        return []
    }
  },
  main: ({ destinations, destinationKinds: { bioid: text } }) => [
    {
      title: text.placeGroup,
      rules: [
        textRule('storage', text.storage),
        numberRule('partition', text.partition, {
          ...{ standard: null, least: 0, most: Number.MAX_SAFE_INTEGER },
        }),
      ],
    },
    {
      title: text.taskGroup,
      rules: [
        choiceRule('task', text.task, TASKS),
        choiceRule('trait', text.trait, TRAITS),
        numberRule('samples', text.samples, { standard: SAMPLES, least: 1, most: 100 }),
        numberRule('quietMs', text.quiet, {
          ...{ standard: QUIET_MS, least: 200, most: 3_600_000, factor: 1000, unit: destinations.seconds },
        }),
      ],
    },
  ],
  moreWords: ({ destinationKinds }) => destinationKinds.bioid.more,
  more: (texts) => {
    const { common, bioid: text } = texts.destinationKinds
    const format = choiceRule('prepare.format', common.format, ['jpeg', 'png'])
    return [
      {
        title: text.sampleGroup,
        rules: [
          checkRule('liveDetection', text.liveDetection, false),
          prepareRule(texts, { crop: '3:4', maxWidth: 1200, maxHeight: 1600 }, [format]),
          numberRule('maxFileBytes', text.maxFileBytes, {
            ...{ standard: 50 * MB, least: 10_000, most: 1000 * MB, factor: MB, unit: 'MB' },
          }),
        ],
      },
      connectionGroup(texts),
    ]
  },
  facts: ({ destinations, destinationKinds: { common, bioid: text } }, entry) => {
    const task = TASKS.find((known) => known === textIn(entry, 'task')) ?? 'enroll'
    return [
      [
        destinations.place,
        text.placeWords(
          textIn(entry, 'url'),
          textIn(entry, 'storage'),
          String(numberIn(entry, 'partition') ?? ''),
        ),
      ],
      [
        common.rules,
        text.ruleWords(
          text.task.choices[task].label,
          numberIn(entry, 'samples') ?? SAMPLES,
          (numberIn(entry, 'quietMs') ?? QUIET_MS) / 1000,
        ),
      ],
    ]
  },
}
