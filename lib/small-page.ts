import type { Fields } from "@/lib/drafts"
import type { Challenge } from "@/lib/proof"
import { currentReference } from "@/lib/reference"
import { escapeHtml } from "@/lib/text"

const titles = {
  400: "This form could not be read",
  403: "This form came from another site",
  404: "Not found",
  405: "This address only takes a form",
  413: "This is too much to send at once",
  415: "This form could not be read",
  429: "Please wait a moment",
  500: "This page could not be shown",
  503: "The site is busy",
} as const
type SmallPageStatus = keyof typeof titles

/** What was typed, and the door that takes it again. `challenge`: the sum with whose answer it takes it at once (public/proof.js). */
export type Retry = { action: string; fields: Fields; challenge?: Challenge }

/** Another title than the status has, and where the page leads on. */
type Face = { title?: string; back?: { href: string; words: string } }

/** The 403 of the desk, for pages and doors alike. It names nothing that the page is about. */
export const forbiddenPage = (): Response =>
  smallPage(403, "You are signed in, and this is for those who run the event or the site. An owner can give you that role.", {}, undefined, {
    title: "Not with your role",
    back: { href: "/admin", words: "What you may see" },
  })

/** One small HTML page for an answer that is not a page of the site. With `retry` it carries what was typed and a button that sends it again. */
export function smallPage(status: SmallPageStatus, sentence: string, headers: Record<string, string> = {}, retry?: Retry, face?: Face): Response {
  const html = smallPageHtml(status, sentence, retry, face)
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...headers } })
}

/** The HTML of it. When the site itself is at fault it shows the reference of the request, which the log has too. */
export function smallPageHtml(
  status: SmallPageStatus,
  sentence: string,
  retry?: Retry,
  { title = titles[status], back = { href: "/", words: "All sessions" } }: Face = {},
): string {
  const reference = status >= 500 ? currentReference() : null
  const number = reference ? `<p>If it happens again, tell us this reference: <code>${escapeHtml(reference)}</code></p>` : ""
  return `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><link rel="icon" href="/icon.svg">
<title>${title}</title><style>:root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.25rem}h1{font:500 2rem/1.15 Georgia,serif}button{font:600 1rem system-ui,sans-serif;padding:.8rem 1.2rem}</style>
<h1>${title}</h1><p${retry?.challenge ? ' role="status"' : ""}>${escapeHtml(sentence)}</p>${retry ? retryForm(retry) : ""}${number}<p><a href="${escapeHtml(back.href)}">${back.words}</a></p></html>`
}

/** The form that sends again what was typed. */
function retryForm({ action, fields, challenge }: Retry): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
  const sum = challenge ? ` data-challenge="${escapeHtml(JSON.stringify(challenge))}"` : ""
  const script = challenge ? '<script src="/proof.js" defer></script>' : ""
  return `<form method="post" action="${escapeHtml(action)}"${sum}>${inputs.join("")}<button>Try again</button></form>${script}`
}
