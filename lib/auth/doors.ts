import { z } from "zod"
import { guardedDoor, seeOther } from "@/lib/forms"
import { currentOrganiser, type Organiser } from "./organiser"
import { keepReturnPath } from "./return-path"

export type DeskVisit<Params> = { params: Params; giveBack: (reason: string) => Promise<Response> }

/** Organisers write long texts, and a letter of another alphabet takes nine characters in a form. */
const mostBytes = 2 * 1024 * 1024

async function enter(keep: () => Promise<string | null>) {
  const who = await currentOrganiser()
  if (who) return { who }
  const kept = await keep()
  const response = seeOther("/admin/sign-in")
  if (kept) response.headers.append("set-cookie", keepReturnPath(kept))
  return response
}

/** A form door of the desk: the same guards, and `answer` holds the organiser's permission. Signed out: 303 to the sign-in page, and what was typed is kept. */
export function deskDoor<Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: (organiser: Organiser, input: z.output<Schema>, visit: DeskVisit<Params>) => Promise<Response>,
  options: { form: (params: Params) => string },
) {
  return guardedDoor<Schema, Params, Organiser>(schema, enter, (input, { who, ...visit }) => answer(who, input, visit), { ...options, mostBytes })
}

/** A door of the desk whose button says it all. */
export function deskButton<Params extends Record<string, string>>(
  form: (params: Params) => string,
  act: (organiser: Organiser, params: Params) => Promise<Response>,
) {
  return deskDoor(z.object({}), (organiser, _, { params }: DeskVisit<Params>) => act(organiser, params), { form })
}
