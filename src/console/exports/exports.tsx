/** Transcripts to take away, as the browser downloads them: streamed, with progress on the page, each in the audit trail. */
import { CHANNELS, LANGUAGES, TOPICS } from '../../message.ts'
import { formText, liveAnswer } from '../answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { isLiveRequest, liveAddress } from '../live-updates.ts'
import { frameOf } from '../pages/frame.tsx'
import { rendered } from '../rendered.ts'
import { readMoment } from '../times.ts'
import { ExportPage, RunningList, type ExportForm, type ExportProblem } from './exports-page.tsx'
import type { RunningExport } from './running.ts'
import { EXPORT_FORMATS, headOf, transcriptPages, type ExportFilters, type ExportFormat } from './transcripts.ts'

const DAY = 86_400_000
const USUAL_DAYS = 30
const REGION = 'ekspor-berjalan'
const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' }

/** `GET /ekspor` */
export async function showExports(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  if (isLiveRequest(context, parts, viewer))
    return liveAnswer(context, { id: REGION, address: liveAddress(context, parts), html: await runningHtml(context, parts), seconds: 2 })
  const zone = context.get('zone')
  const form = { dari: dateIn(zone, parts.now() - (USUAL_DAYS - 1) * DAY), sampai: dateIn(zone, parts.now()), format: 'csv' }
  return exportPage(context, parts, { ...form, kanal: '', negara: '', topik: '', isi: '' }, null)
}

/** `POST /ekspor`: the file. The page stays, as the browser saves what comes. */
export async function exportTranscripts(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const form = await readForm(context)
  const zone = context.get('zone')
  const [from, lastDay] = [readMoment(`${form.dari}T00:00`, zone), readMoment(`${form.sampai}T00:00`, zone)]
  if (from === null || lastDay === null || lastDay < from) return exportPage(context, parts, form, 'days')
  const format = EXPORT_FORMATS.find((known) => known === form.format) ?? 'csv'
  const filters: ExportFilters = {
    from,
    until: lastDay + DAY,
    channel: CHANNELS.find((known) => known === form.kanal) ?? null,
    country: /^[A-Z]{2}$/.test(form.negara) ? form.negara : null,
    topic: TOPICS.find((known) => known === form.topik) ?? null,
    language: LANGUAGES.find((known) => known === form.isi) ?? null,
  }
  const { staffId } = viewerOf(context)
  const progress = parts.exports.begin(staffId, format, parts.now())
  if (progress === null) return exportPage(context, parts, form, 'busy')
  const { channel, country, topic, language } = filters
  const chosen = Object.entries({ channel, country, topic, language }).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))
  const detail = { format, firstDay: form.dari, lastDay: form.sampai, ...(Object.fromEntries(chosen) as Record<string, string>) }
  try {
    await parts.audit.record({ staffId, action: 'transcripts-exported', subject: null, detail })
  } catch (error) {
    progress.state = 'failed'
    throw error
  }
  return context.body(fileOf(parts, { staffId, filters, format, progress }), 200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="percakapan-${form.dari}-${form.sampai}.${format}"`,
  })
}

interface Export {
  readonly staffId: string
  readonly filters: ExportFilters
  readonly format: ExportFormat
  readonly progress: RunningExport
}

/** Reads a page only when the browser has taken the one before. */
function fileOf(parts: ConsoleParts, { staffId, filters, format, progress }: Export): ReadableStream<Uint8Array> {
  const pages = transcriptPages(parts.reader, filters, format)
  const encoder = new TextEncoder()
  // What is stored while it runs is not waited for.
  const end = Math.min(filters.until, parts.now())
  const ended = async (state: RunningExport['state']): Promise<void> => {
    progress.state = state
    await pages.return()
    await parts.audit.record({
      staffId,
      action: 'transcripts-export-ended',
      subject: null,
      detail: { rows: progress.messages, complete: state === 'done' },
    })
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const head = headOf(format)
      if (head !== '') controller.enqueue(encoder.encode(head))
    },
    async pull(controller) {
      try {
        const { value: page } = await pages.next()
        if (page === undefined) {
          await ended('done')
          controller.close()
          return
        }
        progress.messages += page.messages
        progress.share = Math.min(1, Math.max(progress.share, (page.reached - filters.from) / (end - filters.from)))
        // An empty page fills nothing: without a byte the browser would never ask for the next.
        controller.enqueue(encoder.encode(page.text))
      } catch (error) {
        parts.report(error)
        await ended('failed').catch(parts.report)
        controller.error(error)
      }
    },
    cancel: () => ended('stopped').catch(parts.report),
  })
}

async function exportPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  form: ExportForm,
  problem: ExportProblem | null,
): Promise<Response> {
  const frame = await frameOf(context, parts)
  const live = { id: REGION, address: liveAddress(context, parts, '/ekspor'), html: await runningHtml(context, parts), seconds: 2 }
  return context.html(<ExportPage frame={frame} form={form} problem={problem} live={live} />, problem === null ? 200 : 422)
}

async function runningHtml(context: ConsoleContext, parts: ConsoleParts): Promise<string> {
  const frame = await frameOf(context, parts)
  return rendered(<RunningList frame={frame} exports={parts.exports.of(viewerOf(context).staffId)} />)
}

async function readForm(context: ConsoleContext): Promise<ExportForm> {
  const [dari, sampai, format] = [await formText(context, 'dari'), await formText(context, 'sampai'), await formText(context, 'format')]
  const [kanal, negara] = [await formText(context, 'kanal'), await formText(context, 'negara')]
  const [topik, isi] = [await formText(context, 'topik'), await formText(context, 'isi')]
  return { dari, sampai, format, kanal, negara, topik, isi }
}

/** "2026-11-24" in a zone. */
function dateIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at)
}
