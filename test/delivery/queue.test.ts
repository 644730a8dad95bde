import { describe, expect, it } from 'vitest'
import { createConversationQueue } from '../../src/delivery/queue.ts'

const row = (id: string, conversationId: string, priority = 1): { id: string; conversationId: string; priority: number } => ({
  id,
  conversationId,
  priority,
})

describe('the queue', () => {
  it('gives one row of a conversation at a time, in order of the ids', () => {
    const queue = createConversationQueue(() => 0)
    for (const id of ['2', '1', '3']) queue.add(row(id, 'a'))
    const taken: string[] = []
    for (let i = 0; i < 3; i++) {
      const [one] = queue.take(10, 1)
      taken.push(...(one?.ids ?? []))
      expect(queue.take(10, 1)).toEqual([])
      queue.release('a', one?.ids ?? [])
    }
    expect(taken).toEqual(['1', '2', '3'])
    expect(queue.size()).toBe(0)
  })

  it('takes conversations with danger before the rest', () => {
    const queue = createConversationQueue(() => 0)
    queue.add(row('1', 'a'))
    queue.add(row('2', 'b'))
    queue.add(row('3', 'b', 0))
    expect(queue.take(1, 1)).toEqual([{ conversationId: 'b', ids: ['2'] }])
  })

  it('says whether there is anything to take', () => {
    const queue = createConversationQueue(() => 0)
    expect(queue.isReady()).toBe(false)
    queue.add(row('1', 'a'))
    expect(queue.isReady()).toBe(true)
    queue.take(1, 1)
    expect(queue.isReady()).toBe(false)
  })

  it('holds a conversation back until its time, and no other', () => {
    let now = 0
    const queue = createConversationQueue(() => now)
    queue.add(row('1', 'a'))
    queue.add(row('2', 'b'))
    for (const { conversationId } of queue.take(10, 1)) queue.release(conversationId, [], conversationId === 'a' ? 1_000 : 0)
    expect(queue.take(10, 1).map((one) => one.conversationId)).toEqual(['b'])
    expect(queue.nextAt()).toBe(1_000)
    now = 1_000
    expect(queue.take(10, 1).map((one) => one.conversationId)).toEqual(['a'])
  })

  it.each(['before', 'after'])('does not let somebody in danger wait for what failed %s', (when) => {
    let now = 0
    const queue = createConversationQueue(() => now)
    queue.add(row('1', 'a'))
    queue.take(1, 1)
    if (when === 'after') queue.add(row('2', 'a', 0))
    queue.release('a', [], 60_000)
    if (when === 'before') queue.add(row('2', 'a', 0))
    now = 1_000
    expect(queue.take(1, 1)[0]?.ids).toEqual(['1'])
    queue.release('a', ['1'])
    expect(queue.take(1, 1)[0]?.ids).toEqual(['2'])
  })

  it('lets a reply in danger wait as long as the platform asked, whatever comes behind it', () => {
    let now = 0
    const queue = createConversationQueue(() => now)
    queue.add(row('1', 'a', 0))
    queue.take(1, 1)
    queue.release('a', [], 30_000)
    queue.add(row('2', 'a', 0))
    now = 29_999
    expect(queue.take(1, 1)).toEqual([])
    now = 30_000
    expect(queue.take(1, 1)[0]?.ids).toEqual(['1'])
  })

  it('counts a row that is added twice once, and one that was done not at all', () => {
    const queue = createConversationQueue(() => 0)
    queue.add(row('1', 'a'))
    queue.add(row('1', 'a'))
    expect(queue.size()).toBe(1)
    queue.take(1, 1)
    queue.release('a', ['1'])
    expect(queue.size()).toBe(0)
    expect(queue.take(1, 1)).toEqual([])
  })
})
