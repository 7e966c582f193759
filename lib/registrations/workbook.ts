import { Readable } from "node:stream"
import { ZipFile } from "yazl"
import { answersInWords } from "@/lib/answers/rules"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import type { DeskEvent } from "@/lib/events/desk"
import { questionsOf } from "@/lib/questions/rules"
import { escapeHtml } from "@/lib/text"
import { fieldMoment } from "@/lib/time"
import { webStream } from "@/lib/web-stream"
import { listRegistrants, type Registrant } from "./list"
import { type Column, headOf, type RegistrantFilter } from "./rules"

// The list as a workbook (ECMA-376): a zip of a few fixed parts and one sheet, whose rows are written while they are read. Every cell is a text, so none is a formula.

const pageSize = 2000
/** What a sheet can hold. */
const mostRows = 1_048_575

const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageParts = "http://schemas.openxmlformats.org/package/2006"
const officeTypes = "application/vnd.openxmlformats-officedocument.spreadsheetml"
const part = (xml: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${xml}`)
const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${relationships}/${kind}" Target="${target}"/>`
const relationsPart = (inner: string) => part(`<Relationships xmlns="${packageParts}/relationships">${inner}</Relationships>`)

const fixedParts: Record<string, Buffer> = {
  "[Content_Types].xml": part(
    `<Types xmlns="${packageParts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${officeTypes}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${officeTypes}.worksheet+xml"/></Types>`,
  ),
  "_rels/.rels": relationsPart(relation("rId1", "officeDocument", "xl/workbook.xml")),
  "xl/workbook.xml": part(
    `<workbook xmlns="${spreadsheet}" xmlns:r="${relationships}"><sheets><sheet name="Registrants" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ),
  "xl/_rels/workbook.xml.rels": relationsPart(relation("rId1", "worksheet", "worksheets/sheet1.xml")),
}

/** What XML 1.0 cannot hold, not even escaped. */
const unprintable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu
/** "A", "Z", "AA": a column, from 0. */
const letters = (column: number): string => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))
const cell = (text: string, place: string) =>
  `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeHtml(text.toWellFormed().replace(unprintable, ""))}</t></is></c>`
/** A row, from 1. Each cell says its place, which not every program can do without. */
const row = (number: number, texts: string[]) => `<row r="${number}">${texts.map((text, column) => cell(text, `${letters(column)}${number}`)).join("")}</row>`

const texts: Record<Column, (person: Registrant, zone: string) => string> = {
  email: ({ email }) => email,
  organisation: ({ organisation }) => organisation,
  status: ({ status }) => status,
  registered: ({ registeredAt }, zone) => fieldMoment(registeredAt, zone).replace("T", " "),
  confirmation: ({ confirmation }) => confirmation ?? "",
  join: ({ joinState, joinVersion }) =>
    joinState === "sent" && joinVersion === null ? "" : `${joinState ?? ""}${joinVersion === null ? "" : `, v${joinVersion}`}`,
  joined: ({ joinedAt }, zone) => (joinedAt ? fieldMoment(joinedAt, zone).replace("T", " ") : ""),
  updates: ({ updates }) => (updates ? "yes" : "no"),
  source: ({ source }) => source,
  note: ({ note }) => note,
}

/** The whole list of the filter as an XLSX file with the answers of each person, streamed; as many rows as a sheet can hold. It is written into the audit first. */
export async function exportWorkbook(organiser: Organiser, event: DeskEvent, filter: RegistrantFilter): Promise<ReadableStream> {
  await writeAudit(query, organiser, "registrants exported", event.id)
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(fixedParts)) zip.addBuffer(content, name)
  const sheet = Readable.from(sheetXml(organiser, event, filter))
  zip.addReadStream(sheet, "xl/worksheets/sheet1.xml")
  zip.end()
  const file = Readable.from(zip.outputStream)
  // When either end breaks, the other one ends too: a database that stops answering, or a reader that leaves.
  zip.on("error", (error) => file.destroy(error))
  file.once("close", () => sheet.destroy())
  return webStream(file)
}

async function* sheetXml(organiser: Organiser, event: DeskEvent, filter: RegistrantFilter): AsyncGenerator<string> {
  const questions = questionsOf(event)
  const cellsOf = (person: Registrant) => {
    const answers = new Map(answersInWords(questions, person.answers).map(({ id, words }) => [id, words]))
    return [person.name, ...filter.columns.map((column) => texts[column](person, event.timeZone)), ...questions.map(({ id }) => answers.get(id) ?? "")]
  }
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="${spreadsheet}"><sheetData>`
  yield row(1, headOf(filter.columns, questions))
  let written = 0
  for (let after: RegistrantFilter["after"] = null, isFirst = true; (isFirst || after) && written < mostRows; isFirst = false) {
    const { people, next } = await listRegistrants(organiser, event.id, { ...filter, after }, Math.min(pageSize, mostRows - written))
    const above = 2 + written
    yield people.map((person, index) => row(above + index, cellsOf(person))).join("")
    written += people.length
    after = next
  }
  yield "</sheetData></worksheet>"
}
