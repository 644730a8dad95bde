/** Random bytes in small pieces: one call to the operating system serves many, for a message needs about ten of them. */
import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4_096

/** Gives `size` fresh bytes (1 to 4,096) of the system's cryptographic generator. A piece is given once and never again. */
export function createRandomBytes(): (size: number) => Buffer {
  const pool = Buffer.allocUnsafeSlow(POOL_BYTES)
  let used = POOL_BYTES
  return (size) => {
    if (used + size > POOL_BYTES) {
      randomFillSync(pool)
      used = 0
    }
    const piece = Buffer.from(pool.subarray(used, used + size))
    pool.fill(0, used, used + size)
    used += size
    return piece
  }
}
