import { CsvError, parse } from "csv-parse/sync"
import { z } from "zod"
import { addedSchema } from "@/lib/registrations/schema"
import { plainLine } from "@/lib/text"
import { type FileRefusal, type ImportLine, mostLines } from "./schema"

// A list of people as spreadsheets write it: CSV with a line of names on top.

const names: Record<string, readonly string[]> = {
  name: ["name", "full name", "fullname"],
  given: ["first name", "firstname", "given name", "forename"],
  family: ["last name", "lastname", "surname", "family name"],
  email: ["email", "e-mail", "email address", "e-mail address", "mail"],
  organisation: ["organisation", "organization", "affiliation", "institution", "company"],
}

/** Spreadsheets on Windows write their own alphabet unless they are told otherwise. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

const rowsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

function parseRows(text: string) {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = [";", "\t"].find((mark) => head.split(mark).length > head.split(",").length) ?? ","
  return rowsSchema.parse(
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
      to: mostLines + 2,
    }),
  )
}

/** Reads a file. Each line below the first becomes a person, or says what is wrong with it. */
export function readList(bytes: Buffer): ImportLine[] | FileRefusal {
  try {
    const [head, ...rows] = parseRows(decode(bytes))
    const place = placesOf(head?.record ?? [])
    if (place.email < 0 || (place.name < 0 && place.given < 0 && place.family < 0)) return "columns"
    if (rows.length === 0) return "empty"
    if (rows.length > mostLines) return "long"
    return rows.map(({ record, info }) => readLine(record, info.lines, place))
  } catch (error) {
    if (error instanceof CsvError) return "quotes"
    throw error
  }
}

const placesOf = (head: string[]) => {
  const words = head.map((word) => word.trim().toLowerCase())
  const place = (column: string) => words.findIndex((word) => names[column]?.includes(word))
  return { name: place("name"), given: place("given"), family: place("family"), email: place("email"), organisation: place("organisation") }
}

/** What is wrong with a line, said to somebody who looks at a list: the form speaks to the person themselves. */
function problemOf(name: string, email: string, error: z.ZodError): string {
  if (name.trim() === "") return "The name is missing"
  if (email.trim() === "") return "The address is missing"
  return error.issues[0]?.message ?? "This line cannot be read"
}

function readLine(record: string[], line: number, place: ReturnType<typeof placesOf>): ImportLine {
  const cell = (at: number) => record[at] ?? ""
  const name = place.name < 0 ? `${cell(place.given)} ${cell(place.family)}` : cell(place.name)
  const read = addedSchema.safeParse({ name, email: cell(place.email), organisation: cell(place.organisation) })
  if (!read.success) return { line, text: plainLine(record.join(", ")), problem: problemOf(name, cell(place.email), read.error) }
  const { email, ...person } = read.data
  return { line, ...person, ...email }
}
