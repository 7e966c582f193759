import { randomUUID } from "node:crypto"
import { onOneConnection, type Run } from "./sql"

// An event with a word in each of its fields, of its people and of its letters, that can be found again wherever it comes out.

/** Columns that hold a word of the product's own, or must fit another row. */
const fixed = ["timeZone", "kind", "worker", "audience", "userId", "emailKey", "act", "cancelledBy", "mailPausedBecause"]

const column = (table: string, name: string) => {
  const word = `'canary-${table}.${name}'`
  if (/^(email|replyTo|recipient)$/.test(name)) return `${word} || '@example.org'`
  if (/url$/i.test(name)) return `'https://webinar.example/' || ${word}`
  // There may be several such events.
  if (name === "slug") return `'canary-${table.toLowerCase()}-slug'${table === "Event" ? ` || '-' || left(id::text, 8)` : ""}`
  // Two letters may not have the same.
  return name === "key" ? `${word} || '-' || id` : word
}

async function fill(run: Run, table: string, where: string, id: string): Promise<void> {
  const columns = await run<{ name: string }>(
    `select column_name::text as name from information_schema.columns where table_name = $1 and data_type = 'text' and is_generated = 'NEVER' and column_name <> all($2)`,
    [table, fixed],
  )
  const assignments = columns.map(({ name }) => `"${name}" = ${column(table, name)}`)
  await run(`update "${table}" set ${assignments.join(", ")} where ${where}`, [id])
}

/**
 * Makes the event and returns the ids that its addresses are made of. It is published when all of it is there, so that no mailer has a letter of it in
 * hand before.
 */
export const plantCanaries = (databaseUrl: string) => onOneConnection(databaseUrl, plant)

async function plant(run: Run): Promise<Record<"id" | "slug" | "speaker" | "reading" | "registration" | "draft" | "import" | "question", string>> {
  const one = async (statement: string, values: unknown[] = []) => {
    const [row] = await run<{ id: string }>(`${statement} returning id`, values)
    if (!row) throw new Error("nothing was planted")
    return row.id
  }
  const id = await one(
    `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", status, capacity, taken, "joinVersion", "joinReleasedVersion", "waitingList")
     values ($1, 'x', now() + interval '3 days', now() + interval '3 days 2 hours', 'Europe/London', 'draft', 10, 1, 2, 1, true)`,
    [`canary-${randomUUID()}`],
  )
  const speaker = await one(`insert into "Speaker" ("eventId", position, name, role) values ($1, 1, 'x', 'x')`, [id])
  const reading = await one(`insert into "Reading" ("eventId", position, slug, title, author, body) values ($1, 1, 'x', 'x', 'x', 'x')`, [id])
  const registration = await one(`insert into "Registration" ("eventId", name, email, "emailKey", status) values ($1, 'x', 'x', 'x', 'registered')`, [id])
  const message = await one(`insert into "Message" ("eventId", subject, body, audience, "createdBy") values ($1, 'x', 'x', 'registered', 'x')`, [id])
  for (const [kind, state] of [
    ["confirmation", "sent"],
    ["join", "failed"],
  ])
    await one(
      `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state, "joinVersion", "sentAt")
       values ($1 || ':' || $3, $1, $2, $3::uuid, 10, $4::"DeliveryState", 1, now())`,
      [kind, id, registration, state],
    )
  await one(`insert into "AuditEntry" (act, "eventId", email, detail) values ('speaker added', $1, 'x', '{"name": "canary-AuditEntry.detail"}')`, [id])
  const list = await one(
    `insert into "Import" ("eventId", "fileName", lines) values ($1, 'x', '[{"line": 2, "text": "canary-Import.lines", "problem": "canary-Import.problem"}]')`,
    [id],
  )
  for (const [table, where] of [
    ["Event", "id"],
    ["Speaker", `"eventId"`],
    ["Reading", `"eventId"`],
    ["Registration", `"eventId"`],
    ["Message", `"eventId"`],
    ["Delivery", `"eventId"`],
    ["AuditEntry", `"eventId"`],
    ["Import", `"eventId"`],
  ])
    await fill(run, table ?? "", `${where} = $1`, id)
  await run(`update "Delivery" set "messageId" = $1 where kind = 'message'`, [message])
  const draft = await one(
    `insert into "Draft" (form, fields) values ($1, '{"subject": "canary-Draft.subject", "body": "canary-Draft.body {page}", "audience": "registered"}')`,
    [`/admin/events/${id}/messages`],
  )
  const question = "11111111-1111-4111-8111-111111111111"
  const asked = { id: question, kind: "line", label: "canary-Event.questions", hint: "", required: false, choices: [] }
  await run(`update "Registration" set answers = $2 where id = $1`, [registration, JSON.stringify({ [question]: "canary-Registration.answers" })])
  await run(`update "Speaker" set links = '[{"words": "canary-Speaker.links", "url": "https://canary.example"}]' where id = $1`, [speaker])
  const [{ slug } = { slug: "" }] = await run<{ slug: string }>(`update "Event" set questions = $2, status = 'published' where id = $1 returning slug`, [
    id,
    JSON.stringify([asked]),
  ])
  return { id, slug, speaker, reading, registration, draft, import: list, question }
}

/** The fields that come out in a text. */
export const canariesIn = (text: string): string[] => [...new Set([...text.matchAll(/canary-(\w+\.\w+|\w+-slug)/g)].map(([, field = ""]) => field))].sort()
