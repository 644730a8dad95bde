/**
 * Repairs one slip (a letter missing, added, changed or swapped) in words of five letters and more, towards
 * words of our trade only. Deletions of the known words are stored, so a look-up never compares with all of them.
 */

const SHORTEST = 5
/** Among five letters one slip often makes another good word (koran, korban): only very common words are guessed there. */
const WEIGHT_FOR_SHORTEST = 25
const LONGEST = 24

/** Returns the repaired word, or null when no word of the trade is one slip away. */
export type Repair = (word: string) => string | null

/** `targets`: word to its weight; the heavier wins when two are as near. */
export function createRepair(targets: ReadonlyMap<string, number>): Repair {
  const byDeletion = new Map<string, string[]>()
  for (const word of targets.keys()) {
    if (word.length < SHORTEST || word.length > LONGEST) continue
    for (const key of deletions(word)) {
      const list = byDeletion.get(key)
      if (list) list.push(word)
      else byDeletion.set(key, [word])
    }
  }
  return (word) => {
    if (word.length < SHORTEST || word.length > LONGEST || !/^[a-z]+$/.test(word)) return null
    let best: string | null = null
    let bestWeight = 0
    for (const key of deletions(word))
      for (const candidate of byDeletion.get(key) ?? []) {
        const weight = targets.get(candidate) ?? 0
        // People slip inside a word, seldom in its first letter; another first letter is another word (rampung, kampung).
        if (candidate[0] !== word[0] || (word.length === SHORTEST && weight < WEIGHT_FOR_SHORTEST)) continue
        if (weight > bestWeight && oneSlipApart(word, candidate)) {
          best = candidate
          bestWeight = weight
        }
      }
    return best
  }
}

function deletions(word: string): Set<string> {
  const keys = new Set([word])
  for (let i = 0; i < word.length; i++) keys.add(word.slice(0, i) + word.slice(i + 1))
  return keys
}

/** True when `a` and `b` differ by at most one insertion, deletion, substitution or swap of neighbours. */
export function oneSlipApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  const restA = a.slice(start)
  const restB = b.slice(start)
  if (restA === restB) return true
  if (restA.length === restB.length) {
    if (restA.slice(1) === restB.slice(1)) return true
    return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  }
  return restA.length > restB.length ? restA.slice(1) === restB : restB.slice(1) === restA
}
