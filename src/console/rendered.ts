import { setImmediate as nextTurn } from 'node:timers/promises'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** Renders a part of a page to text, to compare or embed it. The thread may do something else before the rest of the page is made. */
export async function rendered(element: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  // oxlint-disable-next-line typescript/no-unnecessary-type-conversion -- what `html` gives is a String object, not a string
  const text = (await html`${element}`).toString()
  await nextTurn()
  return text
}
