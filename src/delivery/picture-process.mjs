// Makes a photo anew from its pixels, in a process of its own: whatever a crafted file does, it does here. Reads the file from
// standard input; writes four bytes with the length of the preview, the preview, the photo, both JPEG without any metadata.
// Ends with 2 when it is no photo that we take.
import sharp from 'sharp'

const MOST_PIXELS = 40_000_000
const FORMATS = ['jpeg', 'png', 'webp']
/** Enough to read a contract. */
const LONGEST_SIDE = 2400
/** So few that nobody is recognised. */
const PREVIEW_SIDE = 12

const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const given = Buffer.concat(chunks)
sharp.cache(false)
sharp.concurrency(1)
const open = () => sharp(given, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
try {
  const { format } = await open().metadata()
  if (!FORMATS.includes(format)) process.exit(2)
  const photo = await open()
    .autoOrient()
    .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer()
  const preview = await sharp(photo)
    .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside' })
    .blur(1)
    .resize(PREVIEW_SIDE * 10, PREVIEW_SIDE * 10, { fit: 'inside', kernel: 'cubic' })
    .jpeg({ quality: 60 })
    .toBuffer()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(preview.length)
  process.stdout.write(Buffer.concat([length, preview, photo]))
} catch {
  process.exit(2)
}
