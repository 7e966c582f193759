import { z } from "zod"
import { unavailable } from "@/lib/busy-page"
import { guardedDoor, notFoundPage, seeOther } from "@/lib/forms"
import type { LimitName } from "@/lib/limits"
import { forbiddenPage } from "@/lib/small-page"
import { currentOrganiser, currentOwner, currentViewer, type Organiser, type Owner, type Refusal, type Viewer } from "./organiser"
import { keepReturnPath, newLock } from "./return-path"

export type DeskVisit<Params> = { params: Params; giveBack: (reason: string) => Promise<Response> }
type Answer<Permission, Schema extends z.ZodType, Params> = (who: Permission, input: z.output<Schema>, visit: DeskVisit<Params>) => Promise<Response>
type Options<Params> = { form: (params: Params) => string; limit?: LimitName }
/** Of one event, which every address below /admin/events/[id] names. */
type OfEvent = Record<string, string> & { id: string }

/** Organisers write long texts, and a letter of another alphabet takes nine characters in a form. */
const mostBytes = 2 * 1024 * 1024

/** What a door says to whoever may not pass. */
export const refusalAnswer: Record<Refusal, () => Response> = {
  "signed out": () => seeOther("/admin/sign-in"),
  unknown: notFoundPage,
  forbidden: forbiddenPage,
}

function doorFor<Permission extends Viewer, Schema extends z.ZodType, Params extends Record<string, string>>(
  find: (params: Params) => Promise<Permission | Refusal>,
  schema: Schema,
  answer: Answer<Permission, Schema, Params>,
  options: Options<Params>,
) {
  const enter = async (params: Params, keep: (lock: string) => Promise<string | null>) => {
    const who = await find(params)
    if (typeof who !== "string") return { who }
    const response = refusalAnswer[who]()
    const lock = newLock()
    const kept = who === "signed out" ? await keep(lock) : null
    if (kept) response.headers.append("set-cookie", keepReturnPath(kept, lock))
    return response
  }
  return guardedDoor<Schema, Params, Permission>(schema, enter, (input, { who, ...visit }) => answer(who, input, visit), { ...options, mostBytes })
}

/**
 * A form door of one event: the same guards, and `answer` holds the permission for the event that the address names. Signed out: 303 to the sign-in
 * page, and what was typed is kept. Of another event: the 404 of an unknown one.
 */
export const deskDoor = <Schema extends z.ZodType, Params extends OfEvent>(
  schema: Schema,
  answer: Answer<Organiser, Schema, Params>,
  options: Options<Params>,
) => doorFor(({ id }) => currentOrganiser(id), schema, answer, options)

/** A form door that is about no single event, or makes another one: for those who run all of them. */
export const siteDoor = <Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: Answer<Organiser, Schema, Params>,
  options: Options<Params>,
) =>
  doorFor(
    async (params) => {
      // Next gives a route without a part in brackets no params at all.
      const id = params?.id
      const here = id === undefined ? null : await currentOrganiser(id)
      return typeof here === "string" ? here : currentOrganiser()
    },
    schema,
    answer,
    options,
  )

/** A form door for owners alone. */
export const ownerDoor = <Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: Answer<Owner, Schema, Params>,
  options: Options<Params>,
) => doorFor(currentOwner, schema, answer, options)

/** A door for owners whose button says it all. */
export const ownerButton = <Params extends Record<string, string>>(
  form: (params: Params) => string,
  act: (owner: Owner, params: Params) => Promise<Response>,
  limit?: LimitName,
) => ownerDoor(z.object({}), (owner, _, { params }: DeskVisit<Params>) => act(owner, params), { form, ...(limit && { limit }) })

/** A door for everybody on the team, about themselves. */
export const memberButton = <Params extends Record<string, string>>(form: string, act: (viewer: Viewer, params: Params) => Promise<Response>) =>
  doorFor(
    () => currentViewer(),
    z.object({}),
    (viewer, _, { params }: DeskVisit<Params>) => act(viewer, params),
    { form: () => form },
  )

/** A door of one event whose button says it all. */
export const deskButton = <Params extends OfEvent>(form: (params: Params) => string, act: (organiser: Organiser, params: Params) => Promise<Response>) =>
  deskDoor(z.object({}), (organiser, _, { params }: DeskVisit<Params>) => act(organiser, params), { form })

/** A file of one event, to save. */
export const deskFile = <Params extends OfEvent>(answer: FileAnswer<Params>) => fileFor<Params>(({ id }) => currentOrganiser(id), answer)

/** A file that is about no single event. */
export const siteFile = (answer: FileAnswer<Record<string, never>>) => fileFor<Record<string, never>>(() => currentOrganiser(), answer)

type FileAnswer<Params> = (organiser: Organiser, params: Params, request: Request) => Promise<Response>

function fileFor<Params>(find: (params: Params) => Promise<Organiser | Refusal>, answer: FileAnswer<Params>) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const params = await context.params
      const organiser = await find(params)
      return typeof organiser === "string" ? refusalAnswer[organiser]() : endWithReader(await answer(organiser, params, request), request)
    } catch (error) {
      return unavailable(error)
    }
  }
}

/** A file holds a connection to the database until it is read. Whoever asks for its head alone, or has left before its first byte, reads nothing of it. */
function endWithReader(answer: Response, { method, signal }: Request): Response {
  const end = () => void answer.body?.cancel().catch(() => undefined)
  if (method === "HEAD" || signal.aborted) {
    end()
    return new Response(null, answer)
  }
  signal.addEventListener("abort", end, { once: true })
  return answer
}
