const SOUNDS: readonly (readonly [type: string, start: RegExp])[] = [
  ['audio/ogg', /^OggS/u],
  ['audio/mpeg', /^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/u],
  ['audio/mp4', /^.{4}ftyp/su],
  ['audio/wav', /^RIFF.{4}WAVE/su],
  ['audio/amr', /^#!AMR/u],
  ['audio/aac', /^\xff[\xf1\xf9]/u],
]

/** As which a recording is played, by how its bytes begin, whatever the sender called it; null: we do not take it. */
export function soundType(given: Uint8Array): string | null {
  const start = Buffer.from(given.subarray(0, 16)).toString('latin1')
  return SOUNDS.find(([, begins]) => begins.test(start))?.[0] ?? null
}
