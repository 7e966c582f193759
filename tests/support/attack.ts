import type { Page } from "playwright-core"
import sharp from "sharp"
import { attempts } from "./payloads"

// Fills every form of a page with hostile texts, as far as it takes them. The forms are found on the pages themselves, so that a new field is attacked too.

type Field = {
  name: string
  type: string
  value: string
  most: number
  isRequired: boolean
  options: string[]
}
export type Form = { action: string; method: string; isUpload: boolean; fields: Field[] }

/** The forms of a page that have a field to type into. */
export async function formsOf(page: Page): Promise<Form[]> {
  const forms = await page.evaluate<Form[]>(`[...document.forms].map((form) => ({
    action: form.action, method: form.method, isUpload: form.enctype === "multipart/form-data",
    fields: [...form.elements].filter(({ name, closest }) => name).map((field) => ({
      name: field.name, type: field.type, value: field.value, isRequired: field.required,
      most: field.maxLength > 0 ? field.maxLength : 2000, options: field.options ? [...field.options].map(({ value }) => value) : []
    }))
  }))`)
  return forms.filter(({ fields }) => fields.some(isText))
}

const isText = ({ name, type }: Field) => ["text", "textarea", "search", "url", "email"].includes(type) && name !== "website"

/** What a field takes that is not to be attacked, or that refuses every attack. */
const plain: Record<string, string> = { date: "2027-03-04", email: "somebody@example.org", url: "" }
/** Of these a form takes one or the other. */
const either = ["body", "url"]
const byName: Record<string, string> = { from: "10:00", to: "12:00", endDay: "", capacity: "500", timeZone: "Europe/London", retentionDays: "30", updates: "" }

function plainValue({ name, type, value, isRequired, options }: Field, number: number): string {
  if (name === "email") return `somebody${number}@example.org`
  if (value && type !== "select-one") return value
  return byName[name] ?? plain[type] ?? options[0] ?? (isRequired ? `Words ${number}` : "")
}

let posts = 0
export type Attack = { action: string; took: string[]; refused: string[]; refusals: string[]; location: string }

/**
 * Attacks a form until it is taken: each field that its answer complains of tries something less hostile. A form with a short list to choose from is
 * attacked once for each choice, and one that takes one of two fields once for each. `send` posts it and returns where the answer leads; `problemsAt` names the fields that a page complains of.
 */
export async function attack(
  form: Form,
  texts: string[],
  send: (form: Form, fields: Record<string, string>) => Promise<string>,
  problemsAt: (location: string) => Promise<string[]>,
): Promise<Attack[]> {
  const list = form.fields.find(({ type, options }) => type === "select-one" && options.length < 10)
  const isEither = either.every((name) => form.fields.some((field) => field.name === name))
  const outcomes: Attack[] = []
  for (const choice of list?.options ?? (isEither ? either : [""])) {
    const tried = new Map(form.fields.filter((field) => isText(field) && !(isEither && field.name === choice)).map(({ name }) => [name, 0]))
    const refusals: string[] = []
    for (;;) {
      posts += 1
      const fields: Record<string, string> = {}
      for (const field of form.fields) {
        const level = tried.get(field.name)
        const isBox = field.type === "checkbox" || field.type === "radio"
        if (isBox && !(field.isRequired && !(field.name in fields))) continue
        fields[field.name] = (level !== undefined && attempts[level]?.(texts, field, posts)) || (isBox ? field.value : plainValue(field, posts))
      }
      if (list) fields[list.name] = choice
      const location = await send(form, fields)
      const problems = await problemsAt(location)
      if (/[?&]draft=/.test(location)) refusals.push(location)
      const again = problems.filter((name) => (tried.get(name) ?? attempts.length) < attempts.length)
      if (again.length === 0) {
        const [took, refused] = [[...tried].filter(([, level]) => level < attempts.length), [...tried].filter(([, level]) => level >= attempts.length)]
        if (problems.length > 0) throw new Error(`${form.action} is not taken: ${problems.join(", ")}`)
        outcomes.push({ action: form.action, took: took.map(([name]) => name), refused: refused.map(([name]) => name), refusals, location })
        break
      }
      for (const name of again) tried.set(name, (tried.get(name) ?? 0) + 1)
    }
  }
  return outcomes
}

/** A picture of nobody. */
export const neutralPicture = (colour = "#0b5a57") =>
  sharp({ create: { width: 600, height: 600, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
