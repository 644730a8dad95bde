#!/usr/bin/env node
/** Subcommands. Each is loaded only when it is asked for; nothing else starts or ends the process. */
import { Command, InvalidArgumentError } from 'commander'
import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { ConfigError, readConfig, type Config } from './config.ts'

if (existsSync('.env')) loadEnvFile('.env')

const program = new Command('tanya-migran')
  .description('Chat assistant for Indonesian migrant workers and their families.')
  .showHelpAfterError('(add --help for what can be said)')

program
  .command('start')
  .description('run everything that is configured: console, web chat, Telegram, WhatsApp')
  .action(async () => {
    const { start } = await import('./commands/start.ts')
    await start(config())
  })

program
  .command('chat')
  .description('talk to the assistant in this terminal; nothing is kept')
  .option('--why', 'show after each answer how the message was understood')
  .action(async (options: { why?: boolean }) => {
    const { chat } = await import('./commands/chat.ts')
    await chat(config(), { why: options.why === true })
  })

program
  .command('ask')
  .description('answer JSON Lines from standard input: {"id","text","conversation"?,"channel"?,"language"?}')
  .requiredOption('--jsonl', 'read and write JSON Lines')
  .option('--model', 'with the configured model: see docs/model.md')
  .action(async (options: { model?: boolean }) => {
    const [{ ask }, { memoryAssistant }] = await Promise.all([import('./commands/ask.ts'), import('./commands/memory-assistant.ts')])
    const assistant = memoryAssistant(config())
    if (options.model !== true) return ask(assistant, print)
    const { openModelSession } = await import('./commands/model-session.ts')
    const { help, stop } = openModelSession(config(), assistant)
    await ask(assistant, print, help)
    stop()
  })

program
  .command('eval')
  .description('measure understanding on labelled cases')
  .requiredOption('--cases <file...>', 'JSON Lines with text, topic, also, country, urgency, triage, language, previous')
  .option('--json', 'print one JSON object')
  .option('--thresholds <file>', 'what must be reached', 'test/cases/thresholds.json')
  .option('--model', 'also with the configured model, beside it: see docs/model.md')
  .action(async (options: { cases: string[]; json?: boolean; thresholds: string; model?: boolean }) => {
    const { evaluate } = await import('./commands/evaluate.ts')
    process.exitCode = await evaluate(
      config(),
      { cases: options.cases, json: options.json === true, thresholds: options.thresholds, model: options.model === true },
      print,
    )
  })

program
  .command('bench')
  .description('measure speed, memory and durable throughput on this machine')
  .option('--json', 'print one JSON object')
  .option('--messages <n>', 'messages in the throughput part', wholeNumber, 6000)
  .option('--peers <folder>', 'instead: accuracy of the classifier and of two peers on public data in this folder')
  .option('--console', 'instead: the pages of the console over HTTP, on made-up conversations')
  .option('--conversations <n>', 'with --console: so many, and ten times as many messages', wholeNumber, 100_000)
  .option('--times <n>', 'with --console: how often each page is asked for', wholeNumber, 100)
  .option('--data <folder>', 'with --console: keep what was made in this folder, or use what is there')
  .action(async (options: BenchArguments) => {
    if (options.console === true) {
      const { benchConsole } = await import('./commands/bench-console.ts')
      const { conversations, times, data = null } = options
      return benchConsole({ json: options.json === true, conversations, times, data }, print)
    }
    if (options.peers !== undefined) {
      const { benchPeers } = await import('./commands/bench-peers.ts')
      return benchPeers(options.peers, options.json === true, print)
    }
    const { bench } = await import('./commands/bench.ts')
    await bench({ json: options.json === true, messages: options.messages }, print)
  })

const knowledge = program.command('knowledge').description('look at and check the knowledge base')
knowledge
  .command('check')
  .description('check every file: schema, references, numbers in prose, length, reading ease, tone, sources, age, twins')
  .option('--warnings', 'show warnings as well; they are shown without it on a terminal')
  .action(async (options: { warnings?: boolean }) => {
    const { checkCommand } = await import('./commands/knowledge.ts')
    process.exitCode = await checkCommand(config().knowledgeFolder, options.warnings === true || process.stdout.isTTY, print)
  })
knowledge
  .command('list')
  .description('all cards by topic, with confidence and review date')
  .option('--topic <topic>', 'only this topic')
  .action(async (options: { topic?: string }) => {
    const { listCommand } = await import('./commands/knowledge.ts')
    await listCommand(config().knowledgeFolder, options.topic ?? null, print)
  })
knowledge
  .command('show <id>')
  .description('one card or contact as a person would receive it')
  .action(async (id: string) => {
    const { showCommand } = await import('./commands/knowledge.ts')
    process.exitCode = await showCommand(config().knowledgeFolder, id, print)
  })
knowledge
  .command('stale')
  .description('what is past its review date, or soon will be')
  .option('--days <n>', 'look so many days ahead', wholeNumber, 30)
  .action(async (options: { days: number }) => {
    const { staleCommand } = await import('./commands/knowledge.ts')
    await staleCommand(config().knowledgeFolder, options.days, print)
  })
knowledge
  .command('coverage')
  .description('cards and phrasings for each topic, and what is missing')
  .action(async () => {
    const { coverageCommand } = await import('./commands/knowledge.ts')
    await coverageCommand(config().knowledgeFolder, print)
  })
knowledge
  .command('calibrate')
  .description('cross-validate the router over all phrasings, to set its thresholds; takes minutes')
  .option('--plain', 'read without slang, regional words and repair of slips, to compare')
  .option('--urgency <cases...>', 'fit instead how urgent a message is from its topic, on these case files')
  .action(async (options: { plain?: boolean; urgency?: string[] }) => {
    if (options.urgency !== undefined) {
      const { calibrateUrgencyCommand } = await import('./commands/calibrate-urgency.ts')
      return calibrateUrgencyCommand(config(), options.urgency, print)
    }
    const { calibrateCommand } = await import('./commands/calibrate.ts')
    await calibrateCommand(config().knowledgeFolder, options.plain === true, print)
  })
knowledge
  .command('search <question...>')
  .description('which cards would answer this')
  .action(async (words: string[]) => {
    const { searchCommand } = await import('./commands/knowledge.ts')
    await searchCommand(config(), words.join(' '), print)
  })
knowledge
  .command('diff <revision>')
  .description('which questions are answered otherwise than at a git revision')
  .option('--cases <files...>', 'files of questions, one JSON object with "text" a line', [
    'test/cases/topics.jsonl',
    'test/cases/facts.jsonl',
  ])
  .action(async (revision: string, options: { cases: string[] }) => {
    const { diffCommand } = await import('./commands/knowledge-diff.ts')
    process.exitCode = await diffCommand(config(), revision, options.cases, print)
  })

knowledge
  .command('export')
  .description('write what staff changed in the console over the files, for a pull request')
  .option('--out <folder>', 'another copy of the knowledge folder')
  .action(async (options: { out?: string }) => {
    const { exportKnowledge } = await import('./commands/knowledge-export.ts')
    process.exitCode = await exportKnowledge(config(), options.out ?? null, print)
  })

const staff = program.command('staff').description('accounts of the staff console')
staff
  .command('add <name>')
  .description('make a one-time invitation link')
  .option('--role <role>', 'viewer, reviewer, caseworker or admin', 'reviewer')
  .action(async (name: string, options: { role: string }) => {
    const { staffCommand } = await import('./commands/staff.ts')
    process.exitCode = await staffCommand(config(), { action: 'add', name, role: options.role }, print)
  })
staff
  .command('disable <name>')
  .description('close an account and end its sessions')
  .action(async (name: string) => {
    const { staffCommand } = await import('./commands/staff.ts')
    process.exitCode = await staffCommand(config(), { action: 'disable', name }, print)
  })
staff
  .command('reset <name>')
  .description('make a one-time link to set a new password')
  .option('--second-factor', 'also take the second factor off, when the phone and the recovery codes are gone')
  .action(async (name: string, options: { secondFactor?: boolean }) => {
    const { staffCommand } = await import('./commands/staff.ts')
    process.exitCode = await staffCommand(config(), { action: 'reset', name, secondFactor: options.secondFactor === true }, print)
  })
const audit = staff.command('audit').description('the trail of who did what in the console')
audit
  .command('verify')
  .description('prove that no row was altered, removed or inserted; exits 1 when one was')
  .action(async () => {
    const { staffCommand } = await import('./commands/staff.ts')
    process.exitCode = await staffCommand(config(), { action: 'audit-verify' }, print)
  })

program
  .command('export')
  .description('write transcripts, pseudonymised and redacted, to a file')
  .requiredOption('--out <file>', 'where to; the ending .csv or .jsonl decides the format')
  .option('--since <day>', 'only messages from this day on, YYYY-MM-DD')
  .action(async (options: { out: string; since?: string }) => {
    const { exportTranscripts } = await import('./commands/export.ts')
    process.exitCode = await exportTranscripts(config(), { out: options.out, since: options.since ?? null }, print)
  })

program
  .command('backup')
  .description('copy the database while it is in use')
  .option('--out <file>', 'where to; by default backups/<time>.sqlite')
  .action(async (options: { out?: string }) => {
    const { backup } = await import('./commands/backup.ts')
    process.exitCode = await backup(config(), options.out ?? null, print)
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = 1
  if (error instanceof ConfigError)
    process.stderr.write(`The configuration cannot be used:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}\n`)
  else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}

interface BenchArguments {
  readonly json?: boolean
  readonly messages: number
  readonly peers?: string
  readonly console?: boolean
  readonly conversations: number
  readonly times: number
  readonly data?: string
}

function config(): Config {
  return readConfig(process.env)
}

/** Resolves when the text was taken, so that a slow reader slows the writer and nothing piles up. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve()
    else process.stdout.once('drain', resolve)
  })
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('a whole number is needed')
  return number
}
