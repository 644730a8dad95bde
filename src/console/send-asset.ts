import type { ConsoleContext, ConsoleParts } from './deps.ts'

/** `GET /aset/:name`: a file whose address changes with its content. */
export function sendAsset(context: ConsoleContext, parts: ConsoleParts): Response | Promise<Response> {
  const asset = parts.assets.find(context.req.param('name') ?? '')
  if (!asset) return context.notFound()
  return context.body(asset.body, 200, { 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable' })
}
