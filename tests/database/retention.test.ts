import { describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { markData, recordSent } from "@/lib/deliveries/ledger"
import { isUserKind, kinds } from "@/lib/deliveries/rules"
import { settings } from "@/lib/env"
import { actOnRegistrants } from "@/lib/registrations/acts"
import { eraseOneself } from "@/lib/registrations/erase"
import { recordJoin } from "@/lib/registrations/mutations"
import { deleteEvent, deleteWhatIsOver } from "@/lib/retention/delete"
import { listForgotten } from "@/lib/retention/mails"
import { getDryRun } from "@/lib/retention/queries"
import { listReceipts } from "@/lib/retention/receipts"
import { peopleIn } from "@/lib/retention/rules"
import { dumpDatabase } from "../support/dump"
import { day, type Event, enrolMany, find, letters, makeEvent, numbers, person, postRound, press, registerPeople, reread, timePasses } from "../support/people"
import { organiser, release, save, smtp, withTheDesk } from "../support/sending"

// What is personal of an event is gone on the promised day, in pieces, with a receipt. The whole site's side of it is in e2e/retention.test.ts.

withTheDesk()
const countsOf = async (event: Event) => (await listReceipts(event.id))[0]?.counts
/** So many people of an event whose day has come, each with one letter that went, written in one statement. */
async function dueEvent(people: number): Promise<Event> {
  const event = await makeEvent({ startsIn: -40 * day, retentionDays: 30, capacity: people, taken: people })
  await enrolMany(event, people, { name: "'Ada ' || n", email: "n || '@example.org'" })
  await query(
    `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state)
     select 'confirmation:' || id, 'confirmation', "eventId", id, 10, 'sent' from "Registration" where "eventId" = $1`,
    [event.id],
  )
  return event
}

test("the list of letters to the team is the same in both places", async () => {
  for (const kind of Object.keys(kinds)) expect(await query(`select is_team_letter($1) as is`, [kind])).toEqual([{ is: isUserKind(kind) }])
})

describe("the receipt", () => {
  test("says how many of what were deleted, and the dry run says the same the day before and changes nothing", async () => {
    const event = await makeEvent({ startsIn: day, retentionDays: 30, capacity: 6, waitingList: true })
    const later = await makeEvent({ startsIn: 20 * day, retentionDays: 30 })
    await registerPeople(event, 8)
    await registerPeople(later, 2)
    await postRound()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    await recordJoin((await find(event, person(1))).id)
    await recordJoin((await find(event, person(1))).id)
    await actOnRegistrants(organiser, "cancel", event.id, { who: "ticked", person: [(await find(event, person(8))).id], tab: "waiting", search: "" })
    await eraseOneself(await find(event, person(2)))
    await postRound()
    await timePasses(30 * day)
    await deleteWhatIsOver()
    const before = await dumpDatabase(settings().DATABASE_URL ?? "")
    const foreseen = await getDryRun(organiser, event.id)
    expect(await dumpDatabase(settings().DATABASE_URL ?? "")).toEqual(before)
    expect(await listReceipts(event.id)).toEqual([])
    expect(foreseen).toMatchObject({ "people.registered": 5, "people.offered": 1, "people.cancelled": 1, joined: 1, joins: 2, acts: 1 })
    await timePasses(2 * day)
    await deleteWhatIsOver()
    expect(await countsOf(event)).toEqual(foreseen)
    expect(await db().registration.count({ where: { eventId: event.id } })).toBe(0)
    expect((await letters(event)).map(({ kind }) => kind)).toEqual(["alarm", "deletion"])
    expect((await reread(event)).taken).toBe(0)
    for (const number of numbers(2)) expect((await find(later, person(number))).name).toBe("Ada Example")
    await deleteWhatIsOver()
    expect(await listReceipts(event.id)).toHaveLength(1)
  })

  test("counts what belongs to the event and to nobody of its list, and with it goes what was not answered yet", async () => {
    const event = await dueEvent(1)
    await query(`insert into "LinkRequest" ("eventId", "emailKey") values ($1, 'somebody@example.org')`, [event.id])
    await query(`insert into "Import" ("eventId", "fileName", lines) values ($1, 'x', '[{"email": "somebody@example.org"}]')`, [event.id])
    await query(`insert into "Draft" (form, fields) values ($1, '{"email": "somebody@example.org"}'), ('/events/another/register', '{}')`, [
      `/events/${event.slug}/register`,
    ])
    await deleteWhatIsOver()
    expect(await countsOf(event)).toEqual({ "people.registered": 1, "letters.confirmation.sent": 1, linkRequests: 1, lists: 1, drafts: 1 })
    for (const table of ["LinkRequest", "Import"]) expect(await query(`select from "${table}"`)).toEqual([])
    expect(await query(`select form from "Draft"`)).toEqual([{ form: "/events/another/register" }])
  })

  test("is told to whoever runs the event, with numbers alone, and written down as done by the site", async () => {
    const event = await dueEvent(3)
    const elsewhere = await db().user.create({ data: { email: "elsewhere@example.org", role: "viewer" } })
    await deleteWhatIsOver()
    await postRound()
    const [{ mail } = { mail: undefined }] = smtp.to(organiser.email)
    expect(mail?.subject).toBe(`Personal data deleted: ${event.title}`)
    expect(mail?.text?.replace(/\s+/g, " ")).toContain("3 people and 3 letters")
    expect(mail?.text).toContain(`/admin/events/${event.id}/deletion`)
    expect(mail?.text).not.toContain("1@example.org")
    expect(smtp.to(elsewhere.email)).toEqual([])
    expect(await query(`select email, detail from "AuditEntry" where act = 'personal data deleted'`)).toEqual([
      { email: null, detail: { people: 3, letters: 3 } },
    ])
  })

  test("is right when the work was cut off in the middle, and other events go on", async () => {
    const event = await dueEvent(25)
    const other = await dueEvent(2)
    const foreseen = await getDryRun(organiser, event.id)
    await query(`select * from delete_personal($1, 10)`, [event.id])
    const [receipt] = await listReceipts(event.id)
    expect(receipt).toMatchObject({ at: null, counts: { "people.registered": 10, "letters.confirmation.sent": 10 } })
    const [last] = await query<{ id: string }>(`select id from "Registration" where "eventId" = $1 order by id desc limit 1`, [event.id])
    await query(`create function refuse() returns trigger language plpgsql as $$ begin if old.id = '${last?.id}' then raise 'no'; end if; return old; end $$`)
    await query(`create trigger refuse before delete on "Registration" for each row execute function refuse()`)
    await deleteWhatIsOver()
    expect(await listReceipts(event.id)).toEqual([receipt])
    expect(await countsOf(other)).toEqual({ "people.registered": 2, "letters.confirmation.sent": 2 })
    await query(`drop function refuse cascade`)
    await deleteWhatIsOver()
    expect(await countsOf(event)).toEqual(foreseen)
    expect(await listReceipts(event.id)).toHaveLength(1)
  })

  test("waits when the organiser puts the day off in the middle", async () => {
    const event = await dueEvent(20)
    await query(`select * from delete_personal($1, 10)`, [event.id])
    await query(`update "Event" set "retentionDays" = 3000 where id = $1`, [event.id])
    await deleteWhatIsOver()
    expect(await db().registration.count({ where: { eventId: event.id } })).toBe(10)
    await query(`update "Event" set "retentionDays" = 1 where id = $1`, [event.id])
    await deleteWhatIsOver()
    expect(await countsOf(event)).toEqual({ "people.registered": 20, "letters.confirmation.sent": 20 })
  })
})

describe("while others are at work", () => {
  test("a letter that is on its way ends quietly, and is counted", async () => {
    const event = await dueEvent(1)
    await query(`update "Delivery" set state = 'queued', kind = 'message' where "eventId" = $1`, [event.id])
    const [first] = await claim("a worker", 1)
    if (!first) throw new Error("nothing was claimed")
    expect(await markData({ claimed: first, recipient: person(1), carriesJoin: false })).toBe(true)
    await deleteWhatIsOver()
    await recordSent({ claimed: first, code: 250, reply: "ok" })
    expect(await countsOf(event)).toEqual({ "people.registered": 1, "letters.message.waiting": 1 })
    expect((await letters(event)).map(({ kind }) => kind)).toEqual(["deletion"])
  })

  test("whoever erases themselves meanwhile is counted once", async () => {
    const event = await dueEvent(40)
    const people = await db().registration.findMany({ where: { eventId: event.id } })
    await Promise.all([deleteEvent(event.id, 5), ...people.slice(0, 10).map((one) => eraseOneself(one))])
    await deleteWhatIsOver()
    const receipts = await listReceipts(event.id)
    const erased = await query(`select from "AuditEntry" where act = 'registration erased by the person'`)
    expect(receipts.reduce((sum, { counts }) => sum + peopleIn(counts), 0) + erased.length).toBe(40)
    expect((await letters(event)).filter(({ kind }) => kind !== "deletion")).toEqual([])
  })
})

test("a mail of the local mailbox is forgotten with its person; the team's letters and the last word stay", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  await press(event, person(2))
  await postRound()
  await eraseOneself(await find(event, person(2)))
  await save(event, 1)
  await release(event, 1)
  await postRound()
  const rows = await letters(event)
  const erased = rows.filter(({ registrationId, kind }) => registrationId === null && kind === "confirmation")
  const gone = "11111111-1111-4111-8111-111111111111"
  const all = (await db().delivery.findMany({ where: { eventId: event.id } })).map(({ id }) => id)
  expect(erased).toHaveLength(1)
  expect((await listForgotten([...all, gone])).toSorted()).toEqual([...erased.map(({ id }) => id), gone].toSorted())
})
