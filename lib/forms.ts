import { revalidatePath } from "next/cache"
import { z } from "zod"
import { unavailable } from "@/lib/busy-page"
import { refuseCrowd } from "@/lib/crowd"
import { type Fields, lockedWith, saveDraft } from "@/lib/drafts"
import { pagesOf } from "@/lib/events/pages"
import { type LimitName, neighbourhood, secondsToWait } from "@/lib/limits"
import { readForm, refOf } from "@/lib/read-form"
import { readStop } from "@/lib/read-stop"
import { smallPage } from "@/lib/small-page"

// The one way through a form door: who sent it, how much, what kind, how often, and then what it says.

/** What is kept of a form whose sender is not known, in characters. */
const mostOfStrangers = 64 * 1024
/** Where public/proof.js puts what it worked out. */
const proofField = "altcha"

type Context<Params> = { params: Promise<Params> }
type Options<Params> = {
  /** The page that shows the form: where refused input goes back to, with what was typed. */
  form: (params: Params) => string
  limit?: LimitName
  /** Beyond the limit, the door takes a form at once with which a browser sends what it worked out (lib/crowd.ts). */
  takesProof?: boolean
  /** The most that the form may hold, encoded. Without it, what a form of the public pages may. */
  mostBytes?: number
  /** The `ref` in the address of the form's page is a field of it. The page is cached for everybody, so it cannot say so itself. */
  takesRef?: boolean
  /** The other sites whose forms may post here. Without it, none. */
  takesFrom?: (params: Params) => Promise<string[]>
  /** What the address of the form's page says beside the draft, like "embed=1&". */
  query?: (fields: Fields) => string
}
/**
 * Who came in, or the answer that keeps them out. `keep` keeps what was typed, locked, and returns the address where it is shown again once it is open;
 * null: there was nothing, or too many have done so from there.
 */
type Enter<Params, Who> = (params: Params, keep: (lock: string) => Promise<string | null>) => Promise<{ who: Who } | Response>
type Visit<Params, Who> = {
  params: Params
  who: Who
  /** Keeps what was typed and answers with the form's page, for input that only the tables could refuse. `reason` is added to the address. */
  giveBack: (reason: string) => Promise<Response>
}

/**
 * A POST route handler for an HTML form, whose schema the tables may know. `answer` gets input that it has passed.
 * Input that it refuses is kept as a draft and answered 303 to the form's page with `?draft=`.
 * Anything else that is wrong is one small page: 400, 403, 413, 415 or 429; 503 when the database does not answer.
 */
export function formDoor<Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema | ((params: Params) => Promise<Schema>),
  answer: (input: z.output<Schema>, params: Params) => Promise<Response>,
  options: Options<Params>,
) {
  return guardedDoor(
    schema,
    async () => ({ who: null }),
    (input, { params }: Visit<Params, null>) => answer(input, params),
    options,
  )
}

/** A form door that only some may pass: `enter` is asked after the guards and before anything that was typed is looked at. */
export function guardedDoor<Schema extends z.ZodType, Params extends Record<string, string>, Who>(
  schema: Schema | ((params: Params) => Promise<Schema>),
  enter: Enter<Params, Who>,
  answer: (input: z.output<Schema>, visit: Visit<Params, Who>) => Promise<Response>,
  { form, limit, takesProof = false, mostBytes, takesRef = false, takesFrom, query = () => "" }: Options<Params>,
) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const fields = await readForm(request, mostBytes, takesFrom && (async () => takesFrom(await context.params))).catch(unavailable)
    if (fields instanceof Response) return fields
    if (takesRef) fields.ref ??= refOf(request)
    const proof = fields[proofField] ?? ""
    delete fields[proofField]
    const retry = { action: new URL(request.url).pathname, fields }
    try {
      const params = await context.params
      const back = async (lock = "") => `${form(params)}?${query(fields)}draft=${await saveDraft(`${form(params)}${lock}`, fields)}`
      const mayKeep = async () =>
        Object.keys(fields).length > 0 && JSON.stringify(fields).length < mostOfStrangers && (await waitFor("signIn", request)) === null
      const entered = await enter(params, async (lock) => ((await mayKeep()) ? back(lockedWith(lock)) : null))
      if (entered instanceof Response) return entered
      const busy = limit && (await refuseCrowd(limit, neighbourhood(visitorAddress(request)), takesProof ? proof : null, retry))
      if (busy) return busy
      const parsed = (schema instanceof z.ZodType ? schema : await schema(params)).safeParse(fields)
      if (!parsed.success) return seeOther(await back())
      return await answer(parsed.data, { params, who: entered.who, giveBack: async (reason) => seeOther(`${await back()}&${reason}`) })
    } catch (error) {
      return unavailable(error, retry)
    }
  }
}

/** For a door whose button says it all: the same guards, no fields to read. */
export function buttonDoor<Params extends Record<string, string>>(answer: (params: Params, request: Request) => Promise<Response>) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const fields = await readForm(request)
    if (fields instanceof Response) return fields
    try {
      return await answer(await context.params, request)
    } catch (error) {
      return unavailable(error, { action: new URL(request.url).pathname, fields: {} })
    }
  }
}

/**
 * The one door that takes a post from anywhere: the mail program's own button for no more letters of a kind (RFC 8058), which the mail provider posts.
 * `isOneClick` is true for such a post, which wants 200 since nobody follows a 303; false for the button of a page.
 */
export function stopDoor<Params extends Record<string, string>>(answer: (params: Params, isOneClick: boolean) => Promise<Response>) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const stop = await readStop(request)
    if (stop instanceof Response) return stop
    try {
      return await answer(await context.params, stop.isOneClick)
    } catch (error) {
      return unavailable(error, { action: new URL(request.url).pathname, fields: {} })
    }
  }
}

/** 303: the answer to every accepted post. A path of the site stays a path, so that no Host header can bend it; what is not ASCII is encoded. */
export function seeOther(location: string): Response {
  const { href, pathname, search, hash } = new URL(location, "http://path.invalid")
  const target = URL.canParse(location) ? href : `${pathname}${search}${hash}`
  return new Response(null, { status: 303, headers: { location: target, "cache-control": "no-store" } })
}

/** The 404 of a door. */
export const notFoundPage = (): Response => smallPage(404, "This address does not lead anywhere. It may have been mistyped, or what it named is gone.")

/** Makes the cached pages of an event new: here at once, in other web processes within a second or so. For doors; whoever works outside a request tells of it (lib/page-changes). */
export function renewEventPages(slug: string, readings: string[] = []): void {
  for (const path of pagesOf(slug, readings)) revalidatePath(path)
}

/** Counts one act of whoever sent a post. null: it may go on; else the seconds to wait. */
export const waitFor = (limit: LimitName, request: Request): Promise<number | null> => secondsToWait(limit, neighbourhood(visitorAddress(request)))

/** The visitor's own address: lib/start overwrites the header with what the socket or a trusted proxy says. */
const visitorAddress = (request: Request) => request.headers.get("x-forwarded-for") ?? "unknown"
