import { z } from "zod"
import { guardedDoor, seeOther } from "@/lib/forms"
import { currentOrganiser, type Organiser } from "./organiser"

export type DeskVisit<Params> = { params: Params; giveBack: (reason: string) => Promise<Response> }

async function enter() {
  const who = await currentOrganiser()
  return who ? { who } : seeOther("/admin/sign-in")
}

/** A form door of the desk: the same guards, and `answer` holds the organiser's permission. Signed out: 303 to the sign-in page. */
export function deskDoor<Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: (organiser: Organiser, input: z.output<Schema>, visit: DeskVisit<Params>) => Promise<Response>,
  options: { form: (params: Params) => string },
) {
  return guardedDoor<Schema, Params, Organiser>(schema, enter, (input, { who, ...visit }) => answer(who, input, visit), options)
}

/** A door of the desk whose button says it all. */
export function deskButton<Params extends Record<string, string>>(
  form: (params: Params) => string,
  act: (organiser: Organiser, params: Params) => Promise<Response>,
) {
  return deskDoor(z.object({}), (organiser, _, { params }: DeskVisit<Params>) => act(organiser, params), { form })
}
