/** `knowledge diff` as a caseworker calls it: cards of two topics in a repository of their own, one of them changed and one gone. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const WAGES = 'cards/destination-country/wages-hong-kong.md'
const GONE = 'cards/money-home/imei-registration.md'
const QUESTIONS = [
  { text: 'gaji minimal art hongkong berapa sekarang' },
  { text: 'kalau kontrak lama gimana', previous: 'gaji minimal art hongkong berapa sekarang' },
  { text: 'cara daftar imei hp dari luar negeri' },
  { text: 'boleh kerja di kamboja gak' },
]

let repository: string
let scratch: string
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=Sari', '-c', 'user.email=sari@example.org', ...args], { encoding: 'utf8' })

function diff(...args: string[]): { status: number | null; printed: string; complaint: string } {
  const run = spawnSync('npm', ['run', '-s', 'knowledge', '--', 'diff', ...args], {
    encoding: 'utf8',
    env: { ...process.env, KNOWLEDGE_FOLDER: join(repository, 'knowledge'), TMPDIR: scratch },
  })
  return { status: run.status, printed: run.stdout, complaint: run.stderr }
}

function casesFile(lines: readonly string[]): string {
  const path = join(repository, 'questions.jsonl')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'tanya-migran-diff-'))
  scratch = mkdtempSync(join(tmpdir(), 'tanya-migran-diff-scratch-'))
  // Two topics: training on everything takes a minute.
  cpSync('knowledge', join(repository, 'knowledge'), {
    recursive: true,
    filter: (path) => !/(?:cards|topics)\/(?!destination-country|money-home)[^/]/.test(path),
  })
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'as it was')
})

afterAll(() => {
  for (const folder of [repository, scratch]) rmSync(folder, { recursive: true, force: true })
})

test('the questions of a changed card are named with the lines that changed, those of a card that is gone with what answers now', () => {
  const path = join(repository, 'knowledge', WAGES)
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, before.replace('HK$5.100', 'HK$5.255'))
  rmSync(join(repository, 'knowledge', GONE))
  try {
    const { status, printed } = diff('HEAD', '--cases', casesFile(QUESTIONS.map((question) => JSON.stringify(question))))
    expect(status).toBe(0)
    expect(printed).toMatch(/^gaji minimal art hongkong berapa sekarang\n {2}answer, [a-z-]+: wages-hong-kong\n/m)
    expect(printed).toMatch(/^ {2}- .*HK\$5\.100/m)
    expect(printed).toMatch(/^ {2}\+ .*HK\$5\.255/m)
    expect(printed).toMatch(
      /^cara daftar imei hp dari luar negeri\n {2}before: answer, money-home: imei-registration\n {2}now: {4}(?!.*imei-registration)\S/m,
    )
    expect(printed).not.toContain('kamboja')
    expect(printed).toMatch(/^[23] of 4 questions are answered otherwise than at HEAD$/m)
    // What it unpacked is removed, and the folder it was asked about is as its editor left it.
    expect(readdirSync(scratch).filter((name) => name.startsWith('tanya-knowledge-'))).toEqual([])
    expect(git('status', '--short', '--untracked-files=no')).toBe(` M knowledge/${WAGES}\n D knowledge/${GONE}\n`)
  } finally {
    git('checkout', '-q', '--', 'knowledge')
  }
})

test('an unknown revision and a broken line of questions are errors that say what to do', () => {
  const good = casesFile([JSON.stringify(QUESTIONS[0])])
  const unknown = diff('no-such-revision', '--cases', good)
  expect(unknown.status).toBe(1)
  expect(unknown.complaint).toContain('"no-such-revision" cannot be read; name a commit, a branch or a tag')
  const broken = diff('HEAD', '--cases', casesFile([JSON.stringify(QUESTIONS[0]), '{"question": "text is missing"}']))
  expect(broken.status).toBe(1)
  expect(broken.complaint).toContain('questions.jsonl, line 2: a JSON object with "text" is needed')
  expect(readdirSync(scratch).filter((name) => name.startsWith('tanya-knowledge-'))).toEqual([])
})
