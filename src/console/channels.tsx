import { formText, liveAnswer, seeOther } from './answers.tsx'
import { rendered } from './rendered.ts'
import type { AuditAction } from './audit.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { ChannelsPage, ChannelStates, type ChannelProblem } from './pages/channels-page.tsx'
import { frameOf } from './pages/frame.tsx'

/** `GET /kanal`: the state of each channel, and pairing of WhatsApp. */
export async function showChannels(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return channelsPage(context, parts, null)
}

/** `GET /kanal/whatsapp/qr.svg`: the code to scan, worthless after a minute and kept nowhere. */
export async function showQr(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const qr = parts.pairing?.pairing().qr
  if (qr === undefined) return context.notFound()
  const { default: QRCode } = await import('qrcode')
  const image = await QRCode.toString(qr, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  return context.body(image, 200, { 'Content-Type': 'image/svg+xml' })
}

/** `POST /kanal/whatsapp/tautkan` */
export function startPairing(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return act(context, parts, 'whatsapp-pairing-started', (pairing) => pairing.startPairing())
}

/** `POST /kanal/whatsapp/kode` */
export async function askPairingCode(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const phone = (await formText(context, 'nomor')).replace(/[\s()+.-]/g, '')
  if (!/^[1-9]\d{7,14}$/.test(phone)) return channelsPage(context, parts, 'phone')
  return act(context, parts, 'whatsapp-code-asked', async (pairing) => void (await pairing.requestPairingCode(phone)))
}

/** `POST /kanal/whatsapp/sambung-ulang` */
export function restartWhatsApp(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return act(context, parts, 'whatsapp-restarted', (pairing) => pairing.restart())
}

/** `POST /kanal/whatsapp/lepas` */
export async function logoutWhatsApp(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if ((await formText(context, 'mengerti')) !== '1') return channelsPage(context, parts, 'confirm')
  return act(context, parts, 'whatsapp-logged-out', (pairing) => pairing.logout())
}

type Pairing = NonNullable<ConsoleParts['pairing']>

/** Notes who asked before it is done: what fails half-way was still asked for. */
async function act(
  context: ConsoleContext,
  parts: ConsoleParts,
  action: AuditAction,
  work: (pairing: Pairing) => Promise<void>,
): Promise<Response> {
  if (!parts.pairing) return seeOther(context, '/kanal')
  await parts.audit.record({ staffId: viewerOf(context).staffId, action, subject: 'whatsapp' })
  try {
    await work(parts.pairing)
  } catch (error) {
    parts.report(error)
    return channelsPage(context, parts, 'failed')
  }
  return seeOther(context, '/kanal')
}

async function channelsPage(context: ConsoleContext, parts: ConsoleParts, problem: ChannelProblem | null): Promise<Response> {
  const frame = await frameOf(context, parts)
  const pairing = parts.pairing?.pairing() ?? null
  const states = await rendered(<ChannelStates frame={frame} channels={parts.channels()} model={parts.model()} pairing={pairing} />)
  const address = liveAddress(context, parts)
  if (isLiveRequest(context, parts, viewerOf(context))) return liveAnswer(context, { id: 'keadaan', address, html: states, seconds: 3 })
  const live = problem === null ? address : null
  return context.html(
    <ChannelsPage frame={frame} states={states} pairing={pairing} problem={problem} liveAddress={live} />,
    problem === null ? 200 : 422,
  )
}
