import { z } from "zod"
import { block, line } from "@/lib/text"
import { placeholders, unknownPlaceholders } from "./placeholders"

/** Whom a message may go to, in the order of the desk. */
export const audienceNames = ["registered", "joined", "not-joined", "link-not-mailed", "waiting"] as const
export type Audience = (typeof audienceNames)[number]

const labels: Record<Audience, string> = {
  registered: "Everyone registered",
  joined: "Registered, joined",
  "not-joined": "Registered, not joined",
  "link-not-mailed": "Registered, link not mailed",
  waiting: "On the waiting list",
}

/** An audience in the words of the desk, whatever an old row names it. */
export const audienceLabel = (word: string): string => new Map<string, string>(Object.entries(labels)).get(word) ?? word

/** "{name}, {title}, {when} or {page}" */
const known = Object.keys(placeholders)
  .map((name) => `{${name}}`)
  .join(", ")
  .replace(/, (?=[^,]*$)/, " or ")

const hasSomethingToSee = (text: string) => /[^\p{C}\p{Z}\s]/u.test(text)

/** A word in braces that means nothing would reach every reader as it stands, so it stops the message. */
function knowsItsPlaceholders(text: string, context: z.RefinementCtx): void {
  const unknown = unknownPlaceholders(text).map((word) => `{${word}}`)
  if (unknown.length === 0) return
  const message = unknown.length === 1 ? `${unknown[0]} is not a placeholder` : `${unknown.join(" and ")} are not placeholders`
  context.addIssue({ code: "custom", message: `${message}. Use ${known}` })
}

/** What may come along unasked, and counts as not given when it makes no sense. */
const optionalId = z.uuid().optional().catch(undefined)

/** An organiser's own message, shared by its form and its doors. `id` and `person` are what the check page remembers. */
export const messageSchema = z.object({
  subject: z.string({ error: "Enter a subject" }).pipe(line(200, "Enter a subject")).superRefine(knowsItsPlaceholders),
  body: z.string({ error: "Enter the message" }).pipe(block(10_000).refine(hasSomethingToSee, "Enter the message")).superRefine(knowsItsPlaceholders),
  audience: z.enum(audienceNames, "Choose who gets it"),
  id: optionalId,
  person: optionalId,
})
export type MessageInput = z.output<typeof messageSchema>

/** What "Send to N people" sends: the text itself, the id that makes a second press harmless, and the N that was on the button. */
export const sendSchema = messageSchema.extend({
  id: z.uuid("Check the message again before you send it"),
  count: z
    .string({ error: "Check the message again before you send it" })
    .regex(/^\d{1,7}$/, "Check the message again before you send it")
    .transform(Number),
})
export type SendInput = z.output<typeof sendSchema>
