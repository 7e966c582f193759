import type { z } from "zod"
import { formDoor, seeOther } from "@/lib/forms"
import { currentOrganiser, type Organiser } from "./organiser"

type Context<Params> = { params: Promise<Params> }

/** A form door of the desk: the same guards, and `answer` holds the organiser's permission. Signed out: 303 to the sign-in page. */
export function deskDoor<Schema extends z.ZodType, Params extends Record<string, string>>(
  schema: Schema,
  answer: (organiser: Organiser, input: z.output<Schema>, params: Params) => Promise<Response>,
  options: { form: (params: Params) => string },
) {
  return async (request: Request, context: Context<Params>): Promise<Response> => {
    const organiser = await currentOrganiser()
    if (!organiser) return seeOther("/admin/sign-in")
    return formDoor<Schema, Params>(schema, (input, params) => answer(organiser, input, params), options)(request, context)
  }
}
