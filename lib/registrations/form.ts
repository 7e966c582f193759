import { z } from "zod"
import { answersSchemaOf } from "@/lib/answers/schema"
import type { Fields } from "@/lib/drafts"
import { isEmbed } from "@/lib/events/embed-rules"
import type { Question } from "@/lib/questions/schema"
import { isPlainWord } from "@/lib/text"
import { emailKeyOf, mailable, registrationSchema } from "./schema"
import { likelyAddress } from "./typo"

// The registration form as a whole: the person, the event's own questions, and one question about an address that looks mistyped.

/** Where people heard of it, from the address of the page that the form stood on. What is not a plain word is nobody's mistake, and counts for nothing. */
const ref = z.string().refine(isPlainWord).toLowerCase().catch("")

/** Made once: to build a schema of objects takes longer than to register somebody. */
const anyFields = z.custom<Fields>()

/** The fields as they are meant: the button with the suggested address, `take`, is pressed instead of typing it. */
export function withTaken(fields: Fields): Fields {
  const { take, ...typed } = fields
  return take ? { ...typed, email: take } : typed
}

/**
 * The address to ask about, "Did you mean …?": the one that was probably meant by what was typed. null: it looks right, or it is the one that was asked
 * about already, which the hidden field `asked` holds. It depends on what was typed alone, never on who is registered.
 */
export function suggestionFor({ email = "", asked = "" }: Fields): string | null {
  const address = mailable(email)
  return address && address.emailKey !== emailKeyOf(asked) ? likelyAddress(address) : null
}

/** Asks once, never refuses: the same address passes the next time. */
const askedOnce = anyFields.transform((fields, context) => {
  const suggestion = suggestionFor(fields)
  if (suggestion) context.addIssue({ code: "custom", path: ["email"], message: `Did you mean ${suggestion}?` })
  return {}
})

/** Whether the form stood in a frame of another site, where its answer must stand too. */
const embed = z.string().optional().transform(isEmbed)

const everyForm = z.intersection(registrationSchema.extend({ ref, embed }), askedOnce)
const asMeant = anyFields.transform(withTaken)

const wholeForm = (questions: Question[]) => asMeant.pipe(z.intersection(everyForm, answersSchemaOf(questions)))

/** Made once: most events ask nothing of their own, and every registration asks for it. */
const withoutQuestions = wholeForm([])

/** The whole form of an event that asks these questions, shared by its door and its page. */
export const registrationSchemaOf = (questions: Question[]) => (questions.length === 0 ? withoutQuestions : wholeForm(questions))
