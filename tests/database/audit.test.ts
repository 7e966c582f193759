import { parse } from "csv-parse/sync"
import { beforeEach, expect, test } from "vitest"
import { exportAudit } from "@/lib/audit/export"
import { listAudit } from "@/lib/audit/queries"
import { acts, actsOf, sayAct } from "@/lib/audit/rules"
import { readAuditFilter } from "@/lib/audit/schema"
import { query } from "@/lib/db/client"
import { noteSeen, saveJoinDetails } from "@/lib/events/join-details"
import { joinDetailsSchema } from "@/lib/events/schema"
import { makeOrganiser } from "../support/organiser"
import { hour, inItsOwnDatabase, makeEvent, minute, startAfresh, timePasses } from "../support/people"
import { full } from "../support/size"

inItsOwnDatabase()
const zone = "Europe/London"
let organiser: Awaited<ReturnType<typeof makeOrganiser>>
beforeEach(async () => {
  await startAfresh()
  await query(`truncate "AuditEntry"`)
  organiser = await makeOrganiser()
})

/** An entry as it would have been written. */
const enter = (at: string, act: string, email: string | null = "ada@example.org", eventId: string | null = null, detail: object = {}) =>
  query(`insert into "AuditEntry" (at, act, email, "eventId", detail) values ($1, $2, $3, $4, $5)`, [at, act, email, eventId, JSON.stringify(detail)])
const said = async (parameters: Record<string, string>) =>
  (await listAudit(organiser, readAuditFilter(parameters), zone)).entries.map(({ act, detail }) => sayAct(act, detail))

test("every act has a sentence that begins with a capital and lets no fact through as it is not", () => {
  for (const act of Object.keys(acts)) expect(sayAct(act, {})).toMatch(/^[A-Z][^{}$]+$/)
  expect(sayAct("speaker added", { name: "Ada" })).toBe("Added the speaker “Ada”")
  expect(sayAct("message sent", { letters: 1204, audience: "registered" })).toBe("Sent a message to “Everyone registered”: 1,204 letters")
  expect(sayAct("letter bounced", { kind: "join" })).toBe("A letter came back: Joining details")
  expect(sayAct("an act of an earlier version", {})).toBe("an act of an earlier version")
})

test("the filter finds by event, person, kind and day, newest first", async () => {
  const [one, other] = [await makeEvent({ title: "Autumn" }), await makeEvent()]
  await enter("2031-05-01T10:00:00Z", "event edited", "ada@example.org", one.id)
  await enter("2031-05-02T10:00:00Z", "registrants exported", "grace@example.org", one.id)
  await enter("2031-05-03T10:00:00Z", "test mail sent", "ada@example.org", other.id)
  await enter("2031-05-04T10:00:00Z", "join details released at their time", null, other.id, { version: 2 })
  const all = [
    "Link and passcode, version 2, went out at their time",
    "Sent a test to themselves",
    "Downloaded the list of registrants",
    "Changed what its page says",
  ]
  expect(await said({})).toEqual(all)
  expect(await said({ event: one.id })).toEqual(all.slice(2))
  expect(await said({ who: "ADA@example.org" })).toEqual([all[1], all[3]])
  expect(await said({ who: "-" })).toEqual([all[0]])
  expect(await said({ kind: "export" })).toEqual([all[2]])
  expect(await said({ kind: "mail", event: one.id })).toEqual([])
  expect(await said({ from: "2031-05-02", to: "2031-05-03" })).toEqual([all[1], all[2]])
  expect(await said({ kind: "nonsense", event: "nonsense", from: "yesterday", after: "nonsense" })).toEqual(all)
})

test("a day is a day of the zone: an hour past midnight in London is still the day before in UTC", async () => {
  await enter("2031-06-30T23:30:00Z", "event edited")
  expect(await said({ from: "2031-07-01" })).toHaveLength(1)
  expect(await said({ to: "2031-06-30" })).toHaveLength(0)
})

test("whoever runs one event sees its entries alone, also when the filter asks for another", async () => {
  const [one, other] = [await makeEvent(), await makeEvent()]
  for (const event of [one, other]) await enter("2031-05-01T10:00:00Z", "event edited", "ada@example.org", event.id)
  organiser = await makeOrganiser(one.id)
  const events = async (parameters: Record<string, string>) =>
    (await listAudit(organiser, readAuditFilter(parameters), zone)).entries.map(({ eventId }) => eventId)
  expect([await events({}), await events({ event: other.id }), await events({ kind: "event" })]).toEqual([[one.id], [], [one.id]])
})

test("pages follow one another without a gap or a repeat, also where moments are the same", async () => {
  for (let number = 0; number < 120; number += 1)
    await enter(number < 60 ? "2031-05-01T10:00:00Z" : "2031-05-01T11:00:00Z", number % 2 ? "event edited" : "event moved")
  for (const kind of [undefined, "event"]) {
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await listAudit(organiser, readAuditFilter({ ...(kind && { kind }), ...(after && { after }) }), zone)
      seen.push(...page.entries.map(({ id }) => id))
      after = page.next
    } while (after)
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
  }
})

const text = async (stream: ReadableStream) => new Response(stream).text()

test("the filter as CSV: safe in a spreadsheet, whole, and written down with what was asked for", async () => {
  const event = await makeEvent({ title: "=cmd|' /C calc'!A0" })
  for (let number = 0; number < 2100; number += 1) await enter("2031-05-01T10:00:00Z", "speaker added", "@evil.example", event.id, { name: "=1+1" })
  const filter = readAuditFilter({ kind: "content" })
  const csv = await text(await exportAudit(organiser, filter, zone))
  const rows: string[][] = parse(csv, { bom: true })
  expect(rows).toHaveLength(2101)
  expect(rows[1]).toEqual([
    "2031-05-01T10:00:00.000Z",
    "'@evil.example",
    "Added the speaker “=1+1”",
    "'=cmd|' /C calc'!A0",
    event.id,
    '{"name": "=1+1"}'.replace(": ", ":"),
  ])
  const [written] = await query(`select email, detail from "AuditEntry" where act = 'audit exported'`)
  expect(written).toEqual({ email: organiser.email, detail: { kind: "content" } })
})

test("whoever looks at link and passcode is written down, once an hour for a person and an event", async () => {
  const event = await makeEvent()
  const looks = async () => (await query(`select from "AuditEntry" where act = 'join details seen'`)).length
  await noteSeen(organiser, event)
  expect(await looks()).toBe(0)
  await saveJoinDetails(organiser, event.id, joinDetailsSchema.parse({ joinUrl: "https://webinar.example/j/1", passcode: "1", version: "0" }))
  const shown = { ...event, joinUrl: "https://webinar.example/j/1", passcode: "1" }
  await Promise.all([noteSeen(organiser, shown), noteSeen(organiser, shown), noteSeen(organiser, shown)])
  await timePasses(59 * minute)
  await noteSeen(organiser, shown)
  expect(await looks()).toBe(1)
  await noteSeen(await makeOrganiser(), shown)
  expect(await looks()).toBe(2)
  await timePasses(hour)
  await noteSeen(organiser, shown)
  expect(await looks()).toBe(3)
})

const many = full(200_000, 1_000_000)

test(`of ${many.toLocaleString("en-GB")} entries every page and filter is quick`, async () => {
  const event = await makeEvent()
  await query(
    `insert into "AuditEntry" (at, act, email, "eventId")
     select foyer_now() - n * interval '1 minute', (array['event edited', 'speaker edited', 'message sent', 'signed in'])[1 + n % 4], 'person' || n % 50 || '@example.org', case when n % 1000 = 0 then $2::uuid end
     from generate_series(1, $1::int) n`,
    [many, event.id],
  )
  await enter("2001-01-01T00:00:00Z", "audit exported", "rare@example.org")
  await query(`analyze "AuditEntry"`)
  const middle = await query<{ id: string }>(`select id from "AuditEntry" order by at desc, id desc offset $1 limit 1`, [many / 2])
  const measure = async (parameters: Record<string, string>) => {
    const times: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const began = performance.now()
      await listAudit(organiser, readAuditFilter(parameters), zone)
      times.push(performance.now() - began)
    }
    return Math.min(...times)
  }
  const looks = {
    first: {},
    middle: { after: middle[0]?.id ?? "" },
    "rare kind": { kind: "export" },
    "rare person": { who: "rare@example.org" },
    event: { event: event.id },
    kind: { kind: "content" },
  }
  const times: Record<string, number> = {}
  for (const [name, parameters] of Object.entries(looks)) times[name] = await measure(parameters)
  const scan = async () => {
    const began = performance.now()
    await query(`select count(*) from "AuditEntry" where detail::text like '%nothing%'`)
    return performance.now() - began
  }
  const whole = await scan()
  console.log(
    Object.entries({ ...times, "a look at every row": whole })
      .map(([name, time]) => `${name} ${time.toFixed(1)} ms`)
      .join(", "),
  )
  expect(Object.entries(times).filter(([, time]) => time > Math.max(20, whole / 5))).toEqual([])
  expect(actsOf("export")).toContain("audit exported")
})
