import { domainToASCII } from "node:url"
import { z } from "zod"
import { answersSchemaOf } from "@/lib/questions/rules"
import type { Question } from "@/lib/questions/schema"
import { isPlainWord, line, optionalLine, tick } from "@/lib/text"

// As zod's own, and a top-level domain may be spelt in IDNA (xn--p1ai).
const asciiEmail = z.email({ pattern: /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@([a-z0-9][a-z0-9-]*\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/i })
// domainToASCII is a URL parser: these it would drop or decode, line breaks included, instead of refusing them.
const urlSyntax = /[\s\p{Cc}/\\?#:%]/u
const wrongEmail = "Enter an email address in the correct format, like name@example.com"

/** The address, safe to write to as it stands: a domain in another alphabet as the mail system spells it (IDNA). null: not an address. */
function mailable(typed: string): { email: string; emailKey: string } | null {
  const email = typed.trim().normalize("NFC")
  const at = email.lastIndexOf("@")
  const domain = email.slice(at + 1)
  if (at < 1 || at > 64 || urlSyntax.test(domain)) return null
  const ascii = `${email.slice(0, at)}@${domainToASCII(domain)}`
  if (ascii.length > 254 || !asciiEmail.safeParse(ascii).success) return null
  return { email: asciiEmail.safeParse(email).success ? email : ascii, emailKey: ascii.toLowerCase() }
}

const email = z.string().transform((typed, context) => {
  const address = typed.trim() === "" ? null : mailable(typed)
  if (address) return address
  context.addIssue({ code: "custom", message: typed.trim() === "" ? "Enter your email address" : wrongEmail })
  return z.NEVER
})

/** The name stands in letters that go to any address that somebody types, so it must not be an advertisement. */
const isNoAddress = (text: string) => !/:\/\/|\bwww\./i.test(text)

/** What the registration form asks for every event. */
export const registrationSchema = z.object({
  name: z.string({ error: "Enter your full name" }).pipe(line(200, "Enter your full name").refine(isNoAddress, "Enter a name without a web address")),
  email: z.string({ error: "Enter your email address" }).pipe(email),
  organisation: optionalLine(200).default(""),
  updates: tick,
  // People do not see this field; programs fill it in, and sometimes a browser does.
  website: z.literal("", { error: "Your browser filled in a field that is not shown. Check your details and send the form again" }).optional(),
})
export type RegistrationInput = z.output<typeof registrationSchema>

/** Where people heard of it, from the address of the page that the form stood on. What is not a plain word is nobody's mistake, and counts for nothing. */
const ref = z.string().refine(isPlainWord).toLowerCase().catch("")

/** The whole form of an event that asks these questions, shared by its door and its page. */
export const registrationSchemaOf = (questions: Question[]) => z.intersection(registrationSchema.extend({ ref }), answersSchemaOf(questions))

/** Another address for somebody who is registered. */
export const addressSchema = z.object({ email: z.string({ error: "Enter an email address" }).pipe(email) })

/** The address as two spellings of it compare: trimmed, NFC, lower case, domain in ASCII. null: not an address. */
export const emailKeyOf = (typed: string): string | null => mailable(typed)?.emailKey ?? null

/** The tabs of the list of registrants, in their order. */
export const tabNames = ["registered", "waiting", "cancelled", "joined"] as const
export type Tab = (typeof tabNames)[number]

/** Whether a word from an address names a tab. */
export const isTab = (word: string | undefined): word is Tab => tabNames.some((name) => name === word)

const filterSchema = z.object({
  search: optionalLine(200).optional().catch(undefined),
  tab: z.string().optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
})

/** The list's filter from an address. What makes no sense counts as not given. */
export const readFilter = (parameters: Record<string, string | string[] | undefined>) => filterSchema.parse(parameters)
