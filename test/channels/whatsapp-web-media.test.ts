import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { proto } from '@whiskeysockets/baileys'
import type { MediaReference } from '../../src/message.ts'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { linkByQr, startChannel, type Running } from '../support/whatsapp-double-channel.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const VOICE = Buffer.from('suara '.repeat(5000))
const LIMITS = { bytes: 100_000, milliseconds: 2000 }

describe('files that people send', () => {
  let double: WhatsAppDouble
  let store: MemoryWhatsAppStore
  let running: Running

  beforeEach(async () => {
    double = await new WhatsAppDouble().listen()
    store = new MemoryWhatsAppStore()
    running = await startChannel(double, store)
    await linkByQr(double, running)
  })

  afterEach(async () => {
    await running.channel.stop()
    await double.close()
  })

  async function sendFile(message: proto.IMessage): Promise<MediaReference> {
    const id = await double.send(double.directory.addUser(1), message)
    await until('stored', () => store.inbox.has(id))
    const content = store.inbox.get(id)?.content
    if (!content || !('media' in content) || !content.media) throw new Error('no file came in')
    return content.media
  }

  const voice = (changes: proto.Message.IAudioMessage = {}) => {
    const file = double.media.upload(VOICE, 'Audio')
    const audioMessage = { ...file, seconds: 9, ptt: true, mimetype: 'audio/ogg; codecs=opus', ...changes }
    return { file, message: { audioMessage } }
  }

  it('are not fetched before somebody asks', async () => {
    await sendFile(voice().message)
    expect(double.media.requests).toEqual([])
  })

  it('come as they were sent, from the one host, whatever address the sender wrote', async () => {
    const { file, message } = voice()
    const { handle } = await sendFile(message)
    const result = await running.channel.downloadMedia(handle, LIMITS)
    expect(result).toEqual({ status: 'ok', bytes: VOICE })
    expect(double.media.requests).toEqual([file.directPath])
  })

  it('come for photos too', async () => {
    const photo = Buffer.from('foto'.repeat(100))
    const imageMessage = { ...double.media.upload(photo, 'Image'), caption: 'ini', mimetype: 'image/jpeg' }
    const { handle } = await sendFile({ imageMessage })
    expect(await running.channel.downloadMedia(handle, LIMITS)).toEqual({
      status: 'ok',
      bytes: photo,
    })
  })

  it.each([['//attacker.example/v/file.enc'], ['https://attacker.example/v/file.enc'], ['@attacker.example/'], ['/\\attacker.example/v']])(
    'are not fetched from %s',
    async (directPath) => {
      const { handle } = await sendFile(voice({ directPath }).message)
      expect(await running.channel.downloadMedia(handle, LIMITS)).toEqual({ status: 'failed', reason: 'handle' })
      expect(double.media.requests).toEqual([])
    },
  )

  it('are refused when the host changed a byte', async () => {
    const { file, message } = voice()
    const { handle } = await sendFile(message)
    double.media.tamper(file.directPath)
    expect(await running.channel.downloadMedia(handle, LIMITS)).toEqual({ status: 'failed', reason: 'altered' })
  })

  it.each(['fileSha256', 'fileEncSha256'] as const)('are refused when %s does not fit', async (hash) => {
    const { handle } = await sendFile(voice({ [hash]: Buffer.alloc(32) }).message)
    expect(await running.channel.downloadMedia(handle, LIMITS)).toEqual({ status: 'failed', reason: 'altered' })
  })

  it('are refused when they say that they are too big', async () => {
    const { handle } = await sendFile(voice().message)
    const result = await running.channel.downloadMedia(handle, { ...LIMITS, bytes: 1000 })
    expect(result).toEqual({ status: 'failed', reason: 'too-big' })
    expect(double.media.requests).toEqual([])
  })

  it('are refused when they are bigger than they say', async () => {
    const { file, message } = voice({ fileLength: 10 })
    const { handle } = await sendFile(message)
    double.media.fail(file.directPath, 'endless')
    expect(await running.channel.downloadMedia(handle, LIMITS)).toEqual({ status: 'failed', reason: 'too-big' })
  })

  it.each(['redirect', 'hang'] as const)('fail when the host answers with: %s', async (fault) => {
    const { file, message } = voice()
    const { handle } = await sendFile(message)
    double.media.fail(file.directPath, fault)
    const result = await running.channel.downloadMedia(handle, { ...LIMITS, milliseconds: 300 })
    expect(result).toEqual({ status: 'failed', reason: 'network' })
    expect(double.media.requests).toEqual([file.directPath])
  })

  it('are put up again by the sender’s phone when the host has them no more', async () => {
    const { file, message } = voice()
    const { handle } = await sendFile(message)
    double.media.fail(file.directPath, 'gone')
    const result = await running.channel.downloadMedia(handle, LIMITS)
    expect(result).toMatchObject({ status: 'ok', bytes: VOICE })
    expect(double.media.requests).toHaveLength(2)
  })

  it('are gone when the phone does not answer', async () => {
    const { file, message } = voice()
    const { handle } = await sendFile(message)
    double.media.fail(file.directPath, 'gone')
    double.deaf = true
    const result = await running.channel.downloadMedia(handle, { ...LIMITS, milliseconds: 1500 })
    expect(result).toEqual({ status: 'failed', reason: 'gone' })
  })

  it('are refused when the handle is rubbish', async () => {
    expect(await running.channel.downloadMedia('!!', LIMITS)).toEqual({ status: 'failed', reason: 'handle' })
  })
})
