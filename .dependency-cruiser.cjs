// The borders of docs/decisions/2026-11-24-folders-are-the-stages.md, enforced.
const stages = ['language', 'triage', 'intents', 'answers', 'conversation']
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'message-imports-nothing', severity: 'error', from: { path: '^src/message\\.ts$' }, to: { path: '.' } },
    {
      name: 'stages-do-not-import-stages',
      comment: 'Types may cross; only conversation, which puts the stages together, may call answers.',
      severity: 'error',
      from: { path: '^src/(language|triage|intents|answers)/' },
      to: { path: '^src/(language|triage|intents|answers|conversation)/', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'stages-know-no-edge',
      severity: 'error',
      from: { path: `^src/(${stages.join('|')}|knowledge)/|^src/handle-message\\.ts$` },
      to: { path: '^src/(channels|store|console|delivery|app|main|config)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'edges-know-each-other-only-as-types',
      severity: 'error',
      from: { path: '^src/(channels|store|console)/' },
      to: {
        path: '^src/(channels|store|console|delivery)/',
        pathNot: '^src/$1/|^src/store/write-refused\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-door-out',
      comment: 'Only the outbox, which passes the door, and the safety reply from memory may call a channel.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app\\.ts|serve/|channels/|commands/)' },
      to: { path: '^src/channels/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'grammy-in-telegram-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/telegram' },
      to: { path: 'node_modules/grammy' },
    },
    {
      name: 'baileys-in-whatsapp-web-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/whatsapp-web' },
      to: { path: 'node_modules/(@whiskeysockets|libsignal)' },
    },
    {
      name: 'model-libraries-in-one-file-only',
      comment: 'And there only by import(): without a model nothing of them is loaded.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/answers/model-client\\.ts$' },
      to: { path: 'node_modules/(openai|langchain|@langchain)' },
    },
    {
      name: 'model-libraries-lazily',
      severity: 'error',
      from: { path: '^src/answers/model-client\\.ts$' },
      to: { path: 'node_modules/(openai|langchain|@langchain)', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'nodemailer-in-mail-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/alerts/mail\\.ts$' },
      to: { path: 'node_modules/nodemailer' },
    },
    {
      name: 'pdfkit-lazily-in-one-file-only',
      comment: 'Few people ask for a page: nobody else pays for it in memory.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/page-file\\.ts$' },
      to: { path: 'node_modules/(@types/)?pdfkit' },
    },
    {
      name: 'pdfkit-by-import-call',
      severity: 'error',
      from: { path: '^src/page-file\\.ts$' },
      to: { path: 'node_modules/(@types/)?pdfkit', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'sqlite-in-store-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/better-sqlite3', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'prom-client-in-metrics-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/serve/metrics\\.ts$' },
      to: { path: 'node_modules/prom-client' },
    },
    {
      name: 'hono-at-the-web-edges-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(console/|channels/web-chat|serve/)' },
      to: { path: 'node_modules/hono', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      // The peers of the benchmark are never part of what runs; the thread reads TypeScript only where there is no build.
      from: { path: '^src/', pathNot: '^src/commands/bench-peers\\.ts$|^src/knowledge-thread\\.mjs$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
