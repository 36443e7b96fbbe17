/**
 * Who may import whom: the table of ARCHITECTURE.md, checked by `npm run check`.
 * Data flows watch → settle → pair → queue → upload → confirm → after; imports do not. Only the joiners know several steps.
 */
const STEPS = [
  'watch',
  'settle',
  'pair',
  'queue',
  'store',
  'metadata',
  'upload',
  'destinations',
  'after',
  'config',
  'secrets',
  'log',
]
const JOINERS =
  '^electron/engine/(engine|engine-parts|afterwards|delivering|housekeeping|event-hub|rate)\\.ts$|^electron/engine/(intake|dispatch|requests)/'
const ENGINE_LEAVES = '^electron/engine/(errors|ports|version)\\.ts$'

const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: to },
})

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^(electron|shared)/' }, to: {} },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    only('shared-knows-zod-only', '^shared/', '^shared/|^node_modules/zod/', 'shared runs everywhere'),
    only(
      'pure-steps',
      '^electron/engine/(settle|pair|queue)/',
      '^electron/engine/(settle|pair|queue)/|^shared/|^electron/engine/errors\\.ts$',
      'settle, pair and queue are pure: no disk, no clock, no randomness, no store',
    ),
    ...STEPS.map((step) => ({
      name: `step-${step}-knows-no-other-step`,
      severity: 'error',
      comment: 'Steps are joined by intake, dispatch and engine, never by each other',
      from: { path: `^electron/engine/${step}/` },
      to: {
        path: '^electron/engine/',
        pathNot: [
          `^electron/engine/${step}/`,
          ENGINE_LEAVES,
          // An upload and what follows it speak the language of destinations.
          ...(step === 'upload' ? ['^electron/engine/destinations/(destination|digest)\\.ts$'] : []),
          ...(step === 'after'
            ? ['^electron/engine/upload/source-file\\.ts$', '^electron/engine/store/parcels\\.ts$']
            : []),
        ],
      },
    })),
    {
      name: 'store-is-the-only-sql',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/engine/store/' },
      to: { path: '^node_modules/(better-sqlite3|@types/better-sqlite3)/' },
    },
    {
      name: 'one-http-client',
      severity: 'error',
      comment:
        'Deadlines, proxies and certificates are settled in destinations/http.ts; loopback-redirect only listens',
      from: {
        path: '^electron/',
        pathNot: '^electron/engine/destinations/(http|loopback-redirect)\\.ts$',
      },
      to: { path: '^node_modules/(got|undici)/|^(node:)?https?$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'destinations-do-not-know-each-other',
      severity: 'error',
      from: { path: '^electron/engine/destinations/([^/]+)/' },
      to: {
        path: '^electron/engine/destinations/[^/]+/',
        pathNot: '^electron/engine/destinations/$1/',
      },
    },
    {
      name: 'engine-has-no-face',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: '^electron/(host|shell|headless|cli|control)/|^renderer/|^node_modules/electron/' },
    },
    {
      name: 'faces-enter-by-the-door',
      severity: 'error',
      comment: 'A face may open the engine, read its configuration and make its ports; nothing else',
      from: { path: '^electron/(host|shell|headless|cli|control)/' },
      to: {
        path: '^electron/engine/',
        pathNot: '^electron/engine/(engine|errors|ports|node-ports)\\.ts$|^electron/engine/config/load\\.ts$',
      },
    },
    {
      name: 'host-knows-no-face',
      severity: 'error',
      comment: 'What runs behind every face is handed its face',
      from: { path: '^electron/host/' },
      to: { path: '^electron/(shell|headless|cli|control)/|^renderer/' },
    },
    {
      name: 'headless-knows-no-other-face',
      severity: 'error',
      comment: 'Of the control channel it shares how a request is answered, and no more',
      from: { path: '^electron/headless/' },
      to: { path: '^electron/(shell|cli|control)/|^renderer/', pathNot: '^electron/control/dispatch\\.ts$' },
    },
    {
      name: 'one-web-server',
      severity: 'error',
      comment: 'Who may come in is settled in one place',
      from: { path: '^electron/', pathNot: '^electron/headless/' },
      to: { path: '^node_modules/(fastify|@fastify)/' },
    },
    {
      name: 'window-runs-in-a-browser',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/|^node_modules/electron/' },
    },
    {
      name: 'window-knows-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '^electron/shell/' },
      to: {
        path: '^(node_modules/)?electron(/|$)',
        pathNot: '^electron/(engine|host|shell|headless|cli|control)/',
      },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'joiners-are-not-imported-by-steps',
      severity: 'error',
      from: { path: `^electron/engine/(${STEPS.join('|')})/` },
      to: { path: JOINERS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
