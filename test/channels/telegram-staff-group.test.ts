import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHarness, type Harness } from '../support/telegram-emulator-harness.ts'

const GROUP = -1001234567890
const never = new AbortController().signal

let harness: Harness
beforeEach(async () => {
  harness = await createHarness({ staffChat: String(GROUP) })
})
afterEach(() => harness.close())

describe('the staff group', () => {
  it('gets alerts, without a preview of their links', async () => {
    const group = harness.emulator.group(GROUP)
    await harness.start()
    expect(await harness.channel.alertStaff('PM-7F3K', never)).toBe(true)
    expect(group.sees().map(({ text }) => text)).toEqual(['PM-7F3K'])
    expect(harness.emulator.calls('sendMessage')[0]!.payload['link_preview_options']).toEqual({ is_disabled: true })
  })

  it('gets none while anybody can read it, and staff are told so once', async () => {
    const group = harness.emulator.group(GROUP)
    group.setPublicName('petugas_kami')
    await harness.start()
    for (let count = 0; count < 3; count++) expect(await harness.channel.alertStaff('PM-7F3K', never)).toBe(false)
    expect(group.sees()).toEqual([])
    expect(harness.events.map(({ kind }) => kind)).toEqual(['staff-group-public'])
    group.setPublicName(null)
    expect(await harness.channel.alertStaff('PM-7F3K', never)).toBe(true)
  })

  it('does not accept what the bot cannot deliver', async () => {
    await harness.start()
    expect(await harness.channel.alertStaff('PM-7F3K', never)).toBe(false)
    harness.emulator.group(GROUP)
    harness.emulator.fail('sendMessage', { kind: 'error', code: 403, description: 'Forbidden: bot was kicked from the supergroup chat' })
    expect(await harness.channel.alertStaff('PM-7F3K', never)).toBe(false)
  })

  it('tells staff when somebody joins it, and nothing written in it comes in as a message', async () => {
    const group = harness.emulator.group(GROUP)
    await harness.start()
    const person = harness.emulator.user(77)
    group.join(person)
    group.write(person, '@tanya_emulator_bot saya dikunci')
    person.write('halo')
    await vi.waitFor(() => expect(harness.stored).toHaveLength(1))
    expect(harness.stored[0]!.addresses).toEqual(['77'])
    expect(harness.events.map(({ kind }) => kind)).toEqual(['staff-group-joined'])
  })
})
