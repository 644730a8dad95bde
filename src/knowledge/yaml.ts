/** The YAML parser, loaded when a file is really parsed: a start whose files are as the build read them does without. */
import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'

const require = createRequire(import.meta.url)

export function yaml(): typeof Yaml {
  return require('yaml') as typeof Yaml
}
