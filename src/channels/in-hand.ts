/** What a channel is doing right now, so that stopping can wait for it. */

export interface InHand {
  /** Returns `work` itself. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when everything tracked has ended, at the latest after `milliseconds`. Never rejects. */
  settle(milliseconds: number): Promise<void>
}

export function createInHand(): InHand {
  const inHand = new Set<Promise<unknown>>()
  return {
    track(work) {
      inHand.add(work)
      const remove = () => inHand.delete(work)
      work.then(remove, remove)
      return work
    },
    async settle(milliseconds) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))
      await Promise.race([Promise.allSettled(inHand), late])
      clearTimeout(timer)
    },
  }
}
