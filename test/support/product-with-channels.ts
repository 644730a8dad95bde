/** The whole product with people on both channels: a paired WhatsApp number, a Telegram bot, and a worker who writes. */
import { startProduct, type Product } from './product.ts'
import { startTelegramEmulator, type TelegramEmulator } from './telegram-emulator.ts'
import type { VirtualUser } from './telegram-emulator-people.ts'
import { until } from './whatsapp-double-wait.ts'
import { WhatsAppDouble } from './whatsapp-double.ts'
import type { DoubleUser } from './whatsapp-double-user.ts'

export interface ProductWithChannels {
  readonly product: Product
  readonly telegram: TelegramEmulator
  readonly whatsapp: WhatsAppDouble
  readonly worker: DoubleUser
  /** Sends on WhatsApp; gives what the worker sees since. */
  workerWrites(text: string): Promise<string>
  /** Writes on Telegram; gives what the person hears since. */
  tells(person: VirtualUser, text: string): Promise<string>
  close(): Promise<void>
}

/** `prepare` sees the emulator before the product starts, and adds variables. */
export async function startProductWithChannels(
  prepare: (telegram: TelegramEmulator) => Readonly<Record<string, string>> = () => ({}),
): Promise<ProductWithChannels> {
  const telegram = await startTelegramEmulator()
  const whatsapp = await new WhatsAppDouble().listen()
  const product = await startProduct({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    WHATSAPP: 'web',
    WHATSAPP_WEB_SOCKET_URL: whatsapp.url,
    WHATSAPP_MESSAGES_PER_MINUTE: '60',
    ...prepare(telegram),
  })
  await until('a QR is shown', () => product.qrs.length > 0)
  whatsapp.scanQr(product.qrs.at(-1)!)
  await until('WhatsApp is up', () => whatsapp.online && product.channels.whatsapp?.health().state === 'up')
  const worker = whatsapp.directory.addUser(1)
  return {
    product,
    telegram,
    whatsapp,
    worker,
    async workerWrites(text) {
      const before = whatsapp.seenBy(worker).length
      await whatsapp.send(worker, text)
      await until(`an answer to "${text}"`, () => whatsapp.seenBy(worker).length > before)
      await product.app.idle()
      return whatsapp.seenBy(worker).slice(before).join('\n')
    },
    async tells(person, text) {
      const before = person.hears().length
      person.write(text)
      await until(`an answer to "${text}"`, () => person.hears().length > before)
      await product.app.idle()
      return person.hears().slice(before).join('\n')
    },
    async close() {
      await product.close()
      await whatsapp.close()
      await telegram.close()
    },
  }
}
