import { revalidatePath } from "next/cache"
import type { z } from "zod"
import { type Fields, saveDraft } from "@/lib/drafts"
import { isLoopback, settings } from "@/lib/env"
import { type LimitName, neighbourhood, secondsToWait } from "@/lib/limits"
import { log } from "@/lib/log"
import { smallPage } from "@/lib/small-page"

// The one way through a form door: who sent it, how much, what kind, how often, and then what it says.

const mostBytes = 64 * 1024
const mostFields = 200

type Context<Params> = { params: Promise<Params> }
type Options<Params> = {
  /** The page that shows the form: where refused input goes back to, with what was typed. */
  form: (params: Params) => string
  limit?: LimitName
}

/**
 * A POST route handler for an HTML form. `answer` gets input that the schema has passed.
 * Input that it refuses is kept as a draft and answered 303 to the form's page with `?draft=`.
 * Anything else that is wrong is one small page: 400, 403, 413, 415 or 429.
 */
export function formDoor<Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: (input: z.output<Schema>, params: Params) => Promise<Response>,
  { form, limit }: Options<Params>,
) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const read = await readForm(request)
    if (read instanceof Response) return read
    const params = await context.params
    try {
      const wait = limit ? await secondsToWait(limit, neighbourhood(visitorAddress(request))) : null
      if (wait !== null) {
        const sentence = `Many people at your address have sent this form. Nothing you typed is lost: press the button again in ${wait} seconds.`
        return smallPage(429, sentence, { "retry-after": String(wait) }, { action: new URL(request.url).pathname, fields: read })
      }
      const parsed = schema.safeParse(read)
      if (parsed.success) return await answer(parsed.data, params)
      return seeOther(`${form(params)}?draft=${await saveDraft(form(params), read)}`)
    } catch (error) {
      return unavailable(error)
    }
  }
}

/** For a door whose button says it all: the same guards, no fields to read. */
export function buttonDoor<Params extends Record<string, string>>(answer: (params: Params) => Promise<Response>) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const read = await readForm(request)
    if (read instanceof Response) return read
    try {
      return await answer(await context.params)
    } catch (error) {
      return unavailable(error)
    }
  }
}

/** 303: the answer to every accepted post. The path stays relative, so that no Host header can bend it. */
export const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } })

export const notFoundPage = (): Response => smallPage(404, "This address does not lead anywhere. It may have been mistyped, or what it named is gone.")

/** Makes the cached pages of an event new at once. Only doors can: outside a request Next has no cache to speak to. */
export function renewEventPages(slug: string, readings: string[] = []): void {
  const paths = ["", "/registered", "/calendar.ics", ...readings.map((reading) => `/reading/${reading}`)]
  for (const path of paths) revalidatePath(`/events/${slug}${path}`)
  revalidatePath("/front/now")
}

async function readForm(request: Request): Promise<Fields | Response> {
  if (!isOwnForm(request)) return smallPage(403, "Open the page on this site and send the form from there.")
  const body = await readBody(request)
  if (body === null) return smallPage(413, "Shorten the longest answer and send the form again.")
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/x-www-form-urlencoded" && !(type === undefined && body === "")) return smallPage(415, "The site takes plain HTML forms only.")
  const entries = [...new URLSearchParams(body)]
  if (entries.length > mostFields) return smallPage(400, "It has more fields than any form of this site.")
  // Without a prototype, a field called __proto__ is a field like any other. Of a field sent twice the last counts.
  const fields: Fields = Object.create(null)
  for (const [name, value] of entries) fields[name.replaceAll("\0", "")] = value.replaceAll("\0", "").toWellFormed()
  return fields
}

function isOwnForm(request: Request): boolean {
  const origin = request.headers.get("origin")
  if (origin === null) return ["same-origin", "none", null].includes(request.headers.get("sec-fetch-site"))
  const { SITE_URL } = settings()
  if (origin === new URL(SITE_URL).origin) return true
  // On one's own machine, localhost and 127.0.0.1 are the same site.
  return isLoopback(SITE_URL) && URL.canParse(origin) && isLoopback(origin) && new URL(origin).port === new URL(SITE_URL).port
}

async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length")) > mostBytes) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

/** The visitor's own address: lib/start overwrites the header with what the socket or a trusted proxy says. */
const visitorAddress = (request: Request) => request.headers.get("x-forwarded-for") ?? "unknown"

function unavailable(error: unknown): Response {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined
  log.error({ code, kind: error instanceof Error ? error.name : typeof error }, "a form could not be answered")
  return smallPage(503, "Nothing was saved. Go back with your browser's back button and send the form again in a moment.", { "retry-after": "5" })
}
