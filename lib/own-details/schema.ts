import { z } from "zod"
import { answersSchemaOf } from "@/lib/answers/schema"
import type { Question } from "@/lib/questions/schema"
import { registrationSchema } from "@/lib/registrations/schema"

/** What people may change about themselves, for an event that asks these questions. */
export const ownDetailsSchemaOf = (questions: Question[]) => z.intersection(registrationSchema.omit({ website: true }), answersSchemaOf(questions))

/** The word to delete everything. */
export const eraseSchema = z.object({ sure: z.string({ error: "Tick the box to delete everything" }) })

/** The address whose personal link was lost. */
export const lostLinkSchema = registrationSchema.pick({ email: true })
