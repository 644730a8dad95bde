/** Style, script and icon, addressed by their content so that browsers may keep them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const TYPES = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'htmx.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
export type AssetName = keyof typeof TYPES

export interface Assets {
  /** Address of the newest version of the file. */
  path(name: AssetName): string
  /** The file, or null when there is none of this name. */
  find(name: string): { readonly body: string; readonly type: string } | null
}

/** Sheets of the style, in the order in which they apply. */
const SHEETS = ['base', 'frame', 'forms', 'lists', 'transcript', 'pages', 'screens', 'knowledge']

/** Reads the files once. Throws when one is missing: the installation is then incomplete. */
export function readAssets(): Assets {
  const bodies = new Map<string, string>()
  for (const name of Object.keys(TYPES)) bodies.set(name, read(name as AssetName))
  const versions = new Map([...bodies].map(([name, body]) => [name, createHash('sha256').update(body).digest('hex').slice(0, 12)]))
  return {
    path: (name) => `/aset/${name}?v=${versions.get(name)}`,
    find(name) {
      const body = bodies.get(name)
      return body === undefined ? null : { body, type: TYPES[name as AssetName] }
    },
  }
}

function read(name: AssetName): string {
  if (name === 'console.css') return SHEETS.map((sheet) => readText(`./assets/style/${sheet}.css`)).join('\n')
  if (name === 'htmx.js') return readFileSync(new URL(import.meta.resolve('htmx.org/dist/htmx.min.js')), 'utf8')
  return readText(`./assets/${name}`)
}

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}
