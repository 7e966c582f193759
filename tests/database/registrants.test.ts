import { parse } from "csv-parse/sync"
import readXlsxFile from "read-excel-file/node"
import { describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { getDeskEvent } from "@/lib/events/desk"
import { actOnRegistrants } from "@/lib/registrations/acts"
import { exportRegistrants } from "@/lib/registrations/export"
import { countRegistrants, listRegistrants } from "@/lib/registrations/list"
import { cancel, recordJoin, register } from "@/lib/registrations/mutations"
import { type Column, type RegistrantFilter, usualColumns } from "@/lib/registrations/rules"
import { readFilter, registrationSchema } from "@/lib/registrations/schema"
import { exportWorkbook } from "@/lib/registrations/workbook"
import { enrolMany, find, makeEvent, numbers, person, postRound, press, timePasses } from "../support/people"
import { organiser, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

// The organisers' list: who is where, who is found, and the files made of it.

withTheDesk()

const look = (filter: Partial<RegistrantFilter> = {}): RegistrantFilter => ({ tab: "registered", search: "", columns: usualColumns, after: null, ...filter })
const names = async (event: { id: string }, filter: Partial<RegistrantFilter> = {}) =>
  (await listRegistrants(organiser, event.id, look(filter))).people.map(({ name }) => name)
const found = (event: { id: string }, search: string) => names(event, { search })

describe("the tabs", () => {
  test("hold each person where they belong, and count them", async () => {
    const event = await sixPeople({ waitingList: true })
    await save(event, 1)
    await release(event, 1)
    smtp.meets(person(1), { at: "recipient", code: 550, words: "no such user" })
    smtp.meets(person(2), { at: "recipient", code: 450, words: "later" })
    await cancel((await find(event, person(3))).id)
    await postRound()
    await recordJoin((await find(event, person(4))).id)
    await db().event.update({ where: { id: event.id }, data: { capacity: 5 } })
    await press(event, person(7))
    const emails = async (tab: RegistrantFilter["tab"]) => (await listRegistrants(organiser, event.id, look({ tab }))).people.map(({ email }) => email)
    expect(await emails("registered")).toEqual([6, 5, 4, 2, 1].map(person))
    expect(await emails("waiting")).toEqual([person(7)])
    expect(await emails("cancelled")).toEqual([person(3)])
    expect(await emails("joined")).toEqual([person(4)])
    expect(await emails("failed")).toEqual([person(1)])
    expect(await emails("no-link")).toEqual([2, 1].map(person))
    const { counts, countedAt } = await countRegistrants(organiser, event.id)
    expect(counts).toEqual({ registered: 5, waiting: 1, cancelled: 1, joined: 1, failed: 1, "no-link": 2 })
    expect(countedAt).toBeNull()
  })

  test("no longer count as failed whose letter was sent again, and the list says that they have it", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    smtp.meets(person(1), { at: "content", code: 554, words: "not this" })
    await postRound()
    const { id } = await find(event, person(1))
    expect(await names(event, { tab: "failed" })).toHaveLength(1)
    await actOnRegistrants(organiser, "resend", event.id, { who: "ticked", person: [id], tab: "registered", search: "" })
    await postRound()
    expect(await names(event, { tab: "failed" })).toEqual([])
    expect((await listRegistrants(organiser, event.id, look({ search: person(1) }))).people).toMatchObject([{ joinState: "sent", joinVersion: 1 }])
  })

  test("are counted anew after twenty times as long as the counting took, and not before", async () => {
    const event = await sixPeople()
    await query(
      `insert into "ListCount" ("eventId", counts, milliseconds) select $1, '{"registered":9,"waiting":0,"cancelled":0,"no-link":0,"failed":0,"joined":0}', 2000`,
      [event.id],
    )
    const kept = await countRegistrants(organiser, event.id)
    expect(kept.counts.registered).toBe(9)
    expect(kept.countedAt).toBeInstanceOf(Date)
    await timePasses(41)
    expect(await countRegistrants(organiser, event.id)).toMatchObject({ counts: { registered: 6 }, countedAt: null })
  })
})

describe("the search", () => {
  test("finds a part of a name, address, domain or organisation, without regard to capitals and accents; all words must be there", async () => {
    const event = await makeEvent()
    const come = async (name: string, email: string, organisation = "") => register(event.slug, registrationSchema.parse({ name, email, organisation }))
    await come("Zoë Müller", "zoe@uni.example", "Théâtre National")
    await come("Li Wei", "wei@hospital.example", "City College")
    await come("Olivia Brown", "olivia_brown@uni.example", "100% Theatre")
    expect(await found(event, "muller")).toEqual(["Zoë Müller"])
    expect(await found(event, "MÜLLER ZO")).toEqual(["Zoë Müller"])
    expect(await found(event, "@uni.example")).toEqual(["Olivia Brown", "Zoë Müller"])
    expect(await found(event, "theatre")).toEqual(["Olivia Brown", "Zoë Müller"])
    expect(await found(event, "zoe brown")).toEqual([])
    // Two letters are looked for at the beginning of a word: "Olivia" has "li" inside.
    expect(await found(event, "li")).toEqual(["Li Wei"])
    // What SQL reads as "any letters" is a sign like any other.
    expect(await found(event, "100%")).toEqual(["Olivia Brown"])
    expect(await found(event, "a_b")).toEqual(["Olivia Brown"])
    expect(await found(event, "a%b")).toEqual([])
  })
})

test("pages follow each other without a gap, also when the person at their edge was erased, and two people registered at one moment", async () => {
  const event = await makeEvent({ capacity: 200 })
  await enrolMany(event, 120, { registeredAt: "foyer_now() - n / 2 * interval '1 microsecond'" })
  const first = await listRegistrants(organiser, event.id, look())
  expect(first.people).toHaveLength(50)
  await query(`delete from "Registration" where id = $1`, [first.next?.id])
  const second = await listRegistrants(organiser, event.id, look({ after: first.next }))
  const third = await listRegistrants(organiser, event.id, look({ after: second.next }))
  expect(third.next).toBeNull()
  const all = [first, second, third].flatMap(({ people }) => people.map(({ id }) => id))
  expect(all).toHaveLength(120)
  expect(new Set(all).size).toBe(120)
})

test("the filter is read from its address as it was written, and nonsense counts as not given", () => {
  expect(readFilter({})).toEqual(look())
  expect(
    readFilter({ tab: "no-link", search: " ada ", columns: "note email", after: "2026-11-26T06:03:55.123456Z~1314c86c-1f5d-4028-a850-53c08c20536c" }),
  ).toEqual({
    tab: "no-link",
    search: "ada",
    columns: ["email", "note"],
    after: { registeredAt: "2026-11-26T06:03:55.123456Z", id: "1314c86c-1f5d-4028-a850-53c08c20536c" },
  })
  expect(readFilter({ columns: ["joined", "email"] }).columns).toEqual(["email", "joined"])
  expect(readFilter({ columns: "none" }).columns).toEqual([])
  for (const day of ["2026-02-30", "0000-01-01"]) expect(readFilter({ after: `${day}T06:03:55.123456Z~1314c86c-1f5d-4028-a850-53c08c20536c` }).after).toBeNull()
  expect(readFilter({ tab: "constructor", search: ["a", "b"], after: "2026-13-99T06:03:55.123456Z~1314c86c-1f5d-4028-a850-53c08c20536c" })).toEqual(look())
})

async function csvOf(event: { id: string }, columns: Column[], more: Partial<RegistrantFilter> = {}): Promise<{ text: string; rows: string[][] }> {
  const desk = await getDeskEvent(organiser, event.id)
  if (!desk) throw new Error("no such event")
  // Response.text() would take the mark at its beginning away.
  const text = Buffer.from(await new Response(await exportRegistrants(organiser, desk, look({ columns, ...more }))).arrayBuffer()).toString()
  return { text, rows: parse(text, { bom: true, relax_column_count: false }) }
}

describe("the CSV", () => {
  test("holds what was chosen of everybody whom the filter fits, with their answers, at the clocks of the event", async () => {
    const [line, boxes, tick] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"]
    const ask = (id: string, kind: string, label: string) => ({ id, kind, label, hint: "", required: false, choices: [] })
    const questions = [ask(line, "line", "=Why?"), ask(boxes, "any", `A "long" one, ${"x".repeat(70)}`), ask(tick, "tick", "Agreed")]
    const event = await makeEvent({ questions, timeZone: "Asia/Tokyo" })
    const answers = { [line]: "=1+1", [boxes]: ["a", "b"], [tick]: true as const }
    await register(event.slug, { ...registrationSchema.parse({ name: 'Ada "A." Example', email: "ada@example.org", organisation: "＝HYPERLINK()" }), answers })
    await press(event, "grace@example.org", "Grace\tExample")
    await query(`update "Registration" set "registeredAt" = '2026-11-26 00:30:00.6+00' where email = 'ada@example.org'`)
    await query(`update "Registration" set note = E'-2\\n\\r@x', "registeredAt" = '2026-11-27 00:30:00+00' where email = 'grace@example.org'`)
    const { text, rows } = await csvOf(event, ["email", "organisation", "registered", "note", "updates"])
    expect(text.startsWith("\ufeff")).toBe(true)
    expect(rows).toEqual([
      ["Name", "Email", "Organisation", "Registered", "Note", "Wants news", "'=Why?", `A "long" one, ${"x".repeat(70)}`, "Agreed"],
      ["Grace Example", "grace@example.org", "", "2026-11-27 09:30:00+09", "'-2\n\r@x", "no", "", "", ""],
      ['Ada "A." Example', "ada@example.org", "'＝HYPERLINK()", "2026-11-26 09:30:01+09", "", "no", "'=1+1", "a, b", "yes"],
    ])
    // A carriage return stands inside quotation marks, or a spreadsheet would begin a row with what follows.
    expect(text.replace(/"[^"]*"/g, "")).not.toContain("\r")
    expect((await csvOf(event, [], { search: "ada" })).rows.map(([name]) => name)).toEqual(["Name", 'Ada "A." Example'])
    expect(await query(`select from "AuditEntry" where act = 'registrants exported' and "eventId" = $1`, [event.id])).toHaveLength(2)
  })

  test("says how each letter stands, and a value from an address stays a value", async () => {
    const event = await sixPeople()
    // The confirmation has gone, and carried no link.
    expect((await csvOf(event, ["confirmation", "join"], { search: person(2) })).rows.at(-1)?.slice(1)).toEqual(["sent", ""])
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const { rows } = await csvOf(event, ["confirmation", "join"], { search: person(2) })
    expect(rows.at(-1)?.slice(1)).toEqual(["sent", "sent, v1"])
    expect((await csvOf(event, [], { search: `x' or 'a'='a` })).rows).toHaveLength(1)
    expect((await csvOf(event, [], { search: "$1 $2" })).rows).toHaveLength(1)
  })

  test("gives its connection back when it was read, when its reader left, and when the database ended it", async () => {
    const event = await makeEvent({ capacity: 100_000 })
    await enrolMany(event, 20_000, { name: "repeat('x', 150)" })
    const desk = await getDeskEvent(organiser, event.id)
    if (!desk) throw new Error("no such event")
    // More than the pool has connections.
    for (const number of numbers(25)) {
      const reader = (await exportRegistrants(organiser, desk, look({ columns: ["email"] }))).getReader()
      await reader.read()
      await reader.read()
      if (number === 25) {
        await query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy %' and pid <> pg_backend_pid()`,
        )
        const rest = async () => {
          while (!(await reader.read()).done);
        }
        await expect(rest()).rejects.toThrow()
      } else await reader.cancel()
    }
    expect(await query("select 1 as one")).toEqual([{ one: 1 }])
  })
})

test("of files that are read at the same time there are three, and the next one when one of them is done", async () => {
  const event = await makeEvent({ capacity: 100_000 })
  await enrolMany(event, 20_000, { name: "repeat('x', 150)" })
  const desk = await getDeskEvent(organiser, event.id)
  if (!desk) throw new Error("no such event")
  const ask = async () => (await exportRegistrants(organiser, desk, look({ columns: [] }))).getReader()
  const readers = [await ask(), await ask(), await ask()]
  await expect(ask()).rejects.toThrow("too many files")
  await readers[0]?.cancel()
  const next = await ask()
  for (const reader of [...readers.slice(1), next]) await reader.cancel()
})

describe("the workbook", () => {
  /** The rows of the one sheet, as another program reads them. */
  async function sheetOf(event: { id: string }, columns: Column[]): Promise<string[][]> {
    const desk = await getDeskEvent(organiser, event.id)
    if (!desk) throw new Error("no such event")
    const file = await new Response(await exportWorkbook(organiser, desk, look({ columns }))).arrayBuffer()
    const [sheet] = await readXlsxFile(Buffer.from(file))
    return (sheet?.data ?? []).map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))))
  }

  test("holds the same people, every cell a text, whatever they typed", async () => {
    const event = await makeEvent({ timeZone: "Asia/Tokyo" })
    await press(event, "ada@example.org", "=1+1 <b>&amp;\ud83d\ude00")
    await query(`update "Registration" set note = E'two\nlines\u0008', "registeredAt" = '2026-11-26 00:30:00+00'`)
    expect(await sheetOf(event, ["email", "registered", "note"])).toEqual([
      ["Name", "Email", "Registered", "Note"],
      ["=1+1 <b>&amp;\ud83d\ude00", "ada@example.org", "2026-11-26 09:30", "two\nlines"],
    ])
  })

  test("goes on past a page of the database", async () => {
    const event = await makeEvent({ capacity: 100_000 })
    await enrolMany(event, 4500, { name: "'P' || n", registeredAt: "foyer_now() - n * interval '1 second'" })
    const rows = await sheetOf(event, [])
    expect(rows).toHaveLength(4501)
    expect(rows[4500]).toEqual(["P4500"])
  })
})
