/** The words and pages of a PDF whose fonts are built in, read back from its streams. */
import { inflateSync } from 'node:zlib'

export function readPdf(bytes: Uint8Array): { readonly pages: number; readonly text: string } {
  const raw = Buffer.from(bytes).toString('latin1')
  const streams = [...raw.matchAll(/stream\r?\n([^]*?)\r?\nendstream/g)].map(([, stream]) => {
    const data = Buffer.from(stream!, 'latin1')
    try {
      return inflateSync(data).toString('latin1')
    } catch {
      return ''
    }
  })
  // Each line is one array of hexadecimal pieces with spacing between: [<48656c> 20 <6c6f>] TJ
  const lines = streams.flatMap((stream) =>
    [...stream.matchAll(/\[([^\]]*)\]\s*TJ/g)].map(([, pieces]) =>
      [...pieces!.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex]) => new TextDecoder('windows-1252').decode(Buffer.from(hex!, 'hex'))).join(''),
    ),
  )
  return { pages: raw.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0, text: lines.join('\n') }
}
