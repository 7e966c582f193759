import { domainToASCII } from "node:url"
import { z } from "zod"
import { block, line, optionalLine, tick } from "@/lib/text"
import { acts, columns, isColumn, isTab, mostAtOnce, type RegistrantFilter, usualColumns } from "./rules"

// As zod's own, and a top-level domain may be spelt in IDNA (xn--p1ai).
const asciiEmail = z.email({ pattern: /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@([a-z0-9][a-z0-9-]*\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/i })
// domainToASCII is a URL parser: these it would drop or decode, line breaks included, instead of refusing them.
const urlSyntax = /[\s\p{Cc}/\\?#:%]/u
const wrongEmail = "Enter an email address in the correct format, like name@example.com"

/** The address, safe to write to as it stands: a domain in another alphabet as the mail system spells it (IDNA). null: not an address. */
export function mailable(typed: string): { email: string; emailKey: string } | null {
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

/** Another address for somebody who is registered. */
export const addressSchema = z.object({ email: z.string({ error: "Enter an email address" }).pipe(email) })

/** The address as two spellings of it compare: trimmed, NFC, lower case, domain in ASCII. null: not an address. */
export const emailKeyOf = (typed: string): string | null => mailable(typed)?.emailKey ?? null

/** To the microsecond, as the keyset compares it. */
const key = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~([0-9a-f-]{36})$/

/** A day that is in the calendar, and in PostgreSQL's too: JavaScript takes 30 February for 2 March, and has a year 0. */
const isMoment = (text: string) => !text.startsWith("0000") && z.iso.datetime({ precision: 6 }).safeParse(text).success

function readKey(text: string): RegistrantFilter["after"] {
  const [, registeredAt, id] = key.exec(text) ?? []
  return registeredAt && id && isMoment(registeredAt) && z.guid().safeParse(id).success ? { registeredAt, id } : null
}

const filterSchema = z.object({
  search: optionalLine(200).catch(""),
  tab: z.string().refine(isTab).catch("registered"),
  // One word with all of them from a link, several from the form.
  columns: z.union([z.string().transform((words) => words.split(" ")), z.array(z.string())]).optional(),
  after: z.string().transform(readKey).catch(null),
})

type Parameters = Record<string, string | string[] | undefined>

/** The list's filter from an address. What makes no sense counts as not given; `usual` are the columns when none are named. */
export function readFilter(parameters: Parameters, usual = usualColumns): RegistrantFilter {
  const { search, tab, columns: named, after } = filterSchema.parse(parameters)
  return {
    search,
    tab,
    columns: named
      ? Object.keys(columns)
          .filter(isColumn)
          .filter((column) => named.includes(column))
      : usual,
    after,
  }
}

const ids = z.array(z.guid()).max(mostAtOnce)

/** Whom an act is about: the people that were ticked, or everybody whom a filter fits. */
const chosenSchema = z.object({
  act: z.enum(acts),
  who: z.enum(["ticked", "all"]).catch("ticked"),
  person: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .default([])
    .pipe(ids),
  tab: z.string().refine(isTab).catch("registered"),
  search: optionalLine(200).catch(""),
})

/** What was chosen in the list, from an address. null: nothing that makes sense. */
export const readChoice = (parameters: Parameters) => chosenSchema.safeParse(parameters).data ?? null
export type Choice = z.output<typeof chosenSchema>

/** The word to do it, with whom the page named: ids one after the other, or the filter, and what stands for those whom it fitted. */
export const actSchema = z.object({
  who: z.enum(["ticked", "all"]),
  people: z
    .string()
    .default("")
    .transform((text) => text.split(" ").filter(Boolean))
    .pipe(ids),
  tab: z.string().refine(isTab).catch("registered"),
  search: optionalLine(200).catch(""),
  count: z.coerce.number().int().min(0).max(mostAtOnce),
  seal: z.string().max(100).default(""),
})

const doneSchema = z.object({ did: z.enum(acts), count: z.coerce.number().int(), left: z.coerce.number().int() })

/** What was done a moment ago, from the address that its door led to. null: nothing. */
export const readDone = (parameters: Parameters) => doneSchema.safeParse(parameters).data ?? null
export type Done = z.output<typeof doneSchema>

const addedPlacesSchema = z.object({ places: z.coerce.number().int(), offered: z.coerce.number().int() })

/** The places that were added a moment ago, from the address that their door led to. null: none. */
export const readAddedPlaces = (parameters: Parameters) => addedPlacesSchema.safeParse(parameters).data ?? null

/** What an organiser may change about a person, and their note. */
export const detailsSchema = registrationSchema.pick({ name: true, organisation: true }).extend({
  note: block(2000).default(""),
  /** What stood there when the form was made. */
  formerName: block(2000).optional(),
  formerOrganisation: block(2000).optional(),
  formerNote: block(2000).optional(),
})

/** Somebody whom an organiser adds. */
export const addedSchema = registrationSchema.pick({ name: true, email: true, organisation: true })
