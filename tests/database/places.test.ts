import { describe, expect, test } from "vitest"
import { pool, query } from "@/lib/db/client"
import { updateEvent } from "@/lib/events/mutations"
import { isNearlyFull } from "@/lib/events/rules"
import { cancel, restore } from "@/lib/registrations/mutations"
import { getPlaceInLine } from "@/lib/registrations/queries"
import { crowdPresses, expectFiftyPlaces } from "../support/crowd"
import { makeOrganiser } from "../support/organiser"
import { type Event, eventForm, find, inItsOwnDatabase, letters, makeEvent, numbers, person, press, registerPeople, reread, story } from "../support/people"

inItsOwnDatabase()

const leave = async (event: Event, email: string) => cancel((await find(event, email)).id)
const comeBack = async (event: Event, email: string) => restore((await find(event, email)).id)
const placeInLine = async (event: Event, email: string) => getPlaceInLine((await find(event, email)).id)
const answerOf = async (event: Event, email: string) => (await press(event, email))?.answer

test("the last place goes to exactly one of many who press at once", async () => {
  await expectFiftyPlaces(await crowdPresses())
})

test("one person who presses a hundred times at once, however the address is spelt, has one place and one confirmation", async () => {
  const event = await makeEvent()
  const nfc = "ada@bücher.example".normalize("NFC")
  const spellings = [nfc, nfc.normalize("NFD"), ` ${nfc}  `, "ADA@BÜCHER.EXAMPLE", "Ada@xn--bcher-kva.example"]
  const answers = await Promise.all(numbers(100).map((number) => press(event, spellings[number % spellings.length] ?? "")))
  expect(new Set(answers.map((outcome) => outcome?.answer))).toEqual(new Set(["registered"]))
  expect(await query(`select "emailKey" from "Registration" where "eventId" = $1`, [event.id])).toEqual([{ emailKey: "ada@xn--bcher-kva.example" }])
  expect((await letters(event)).map(({ kind }) => kind)).toEqual(["confirmation"])
  expect((await reread(event)).taken).toBe(1)
})

test("whoever presses while the organiser closes the event is turned away", async () => {
  const event = await makeEvent()
  const organiser = await pool().connect()
  await organiser.query("begin")
  await organiser.query(`update "Event" set status = 'cancelled' where id = $1`, [event.id])
  const late = answerOf(event, "late@example.org")
  await expect
    .poll(() => query(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%register_attendee%' and datname = current_database()`))
    .toHaveLength(1)
  await organiser.query("commit")
  organiser.release()
  expect(await late).toBe("closed")
  expect((await reread(event)).taken).toBe(0)
})

describe("the waiting list", () => {
  test("keeps the order in which people came, and nobody jumps it when a place becomes free", async () => {
    const event = await makeEvent({ capacity: 2, waitingList: true })
    for (const [number, answer] of ["registered", "registered", "waiting", "waiting", "waiting"].entries())
      expect(await answerOf(event, person(number + 1))).toBe(answer)
    expect(await leave(event, person(1))).toEqual({ turned: false })
    expect((await reread(event)).taken).toBe(2)
    expect(await story(event, person(3))).toEqual(["waiting queued", "offer queued"])
    expect(await answerOf(event, "jumper@example.org")).toBe("waiting")
    expect(await Promise.all([person(4), person(5), "jumper@example.org"].map((email) => placeInLine(event, email)))).toEqual([1, 2, 3])
  })

  test("gets the places that the organiser adds, in order", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await registerPeople(event, 4)
    expect(await updateEvent(await makeOrganiser(), event.id, eventForm(event, { capacity: "3", waitingList: "yes" }))).toMatchObject({ told: 0 })
    expect((await reread(event)).taken).toBe(3)
    expect(await story(event, person(3))).toEqual(["waiting queued", "offer queued"])
    expect(await story(event, person(4))).toEqual(["waiting queued"])
  })

  test("moves up when somebody in it gives up, and who comes back stands at its end", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await registerPeople(event, 4)
    expect(await leave(event, person(2))).toEqual({ turned: false })
    expect((await reread(event)).taken).toBe(1)
    expect(await Promise.all([person(3), person(4)].map((email) => placeInLine(event, email)))).toEqual([1, 2])
    expect(await comeBack(event, person(2))).toEqual({ answer: "waiting", turned: false })
    expect(await placeInLine(event, person(2))).toBe(3)
    expect(await story(event, person(2))).toEqual(["waiting withheld", "cancelled queued", "waiting queued"])
  })

  test("holds everybody once when a hundred press at once", async () => {
    const event = await makeEvent({ capacity: 10, waitingList: true })
    await Promise.all(numbers(100).map((number) => press(event, person(number))))
    const places = await Promise.all(numbers(100).map(async (number) => [(await find(event, person(number))).status, await placeInLine(event, person(number))]))
    const line = places.flatMap(([status, place]) => (status === "waiting" ? [Number(place)] : []))
    expect(line.sort((a, b) => a - b)).toEqual(numbers(90))
    expect((await reread(event)).taken).toBe(10)
  })
})

describe("the answer depends on the event alone, whether the address was known or not", () => {
  /** Two have a place, one waits, one has cancelled; then the event becomes what `change` says. */
  async function known(change: string) {
    const event = await makeEvent({ capacity: 2, waitingList: true })
    await registerPeople(event, 3)
    await press(event, "gone@example.org")
    await leave(event, "gone@example.org")
    await query(`update "Event" set ${change} where id = $1`, [event.id])
    return event
  }

  test.each([
    ["open", `capacity = 10; delete from "Registration" where status = 'waiting'`, "registered"],
    ["full with a waiting list", `"waitingList" = true`, "waiting"],
    ["full without one", `"waitingList" = false`, "full"],
    ["free again, with people waiting", "capacity = 10", "waiting"],
    ["free again, with people waiting on a list that is closed", `capacity = 10, "waitingList" = false`, "full"],
    ["closed", `"registrationClosesAt" = foyer_now()`, "closed"],
    ["not open yet", `"registrationOpensAt" = foyer_now() + interval '1 hour'`, "closed"],
    ["over", `"startsAt" = foyer_now() - interval '2 hours', "endsAt" = foyer_now()`, "closed"],
    ["cancelled", "status = 'cancelled'", "closed"],
    ["a draft", "status = 'draft'", undefined],
  ])("when it is %s", async (_, change, answer) => {
    const [first = "", second] = change.split("; ")
    const event = await known(first)
    if (second) await query(`${second} and "eventId" = $1`, [event.id])
    const addresses = [person(1), person(2), ...(second ? [] : [person(3)]), "gone@example.org", "stranger@example.org"]
    for (const email of addresses) expect([email, await answerOf(event, email)]).toEqual([email, answer])
  })

  test("an event that does not exist has no answer", async () => {
    expect(await press({ slug: "no-such-session" }, person(1))).toBeNull()
  })
})

describe("cancelling", () => {
  test("gives the place back, withholds what waits, and owes one letter that says so, however often it is pressed", async () => {
    const event = await makeEvent({ capacity: 1 })
    await press(event, person(1))
    const { id } = await find(event, person(1))
    const pressed = await Promise.all(numbers(10).map(() => cancel(id)))
    expect(pressed.filter((outcome) => outcome !== null)).toEqual([{ turned: true }])
    expect((await reread(event)).taken).toBe(0)
    expect((await find(event, person(1))).status).toBe("cancelled")
    const rows = await letters(event, person(1))
    expect(rows.map(({ kind, state, reason }) => [kind, state, reason])).toEqual([
      ["confirmation", "withheld", "cancelled"],
      ["cancelled", "queued", null],
    ])
    expect(await answerOf(event, person(2))).toBe("registered")
  })

  test("and coming back raises the round and owes the letters again", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    const { id } = await find(event, person(1))
    await cancel(id)
    expect(await restore(id)).toMatchObject({ answer: "registered" })
    await cancel(id)
    expect(await answerOf(event, person(1))).toBe("registered")
    expect(await find(event, person(1))).toMatchObject({ id, round: 3, status: "registered", cancelledAt: null })
    const keys = ["cancelled", "cancelled", "confirmation", "confirmation", "confirmation"].map(
      (kind, index) => `${kind}:${id}:r${index < 2 ? index + 1 : index - 1}`,
    )
    expect((await letters(event)).map(({ key }) => key).sort()).toEqual(keys)
    expect((await reread(event)).taken).toBe(1)
  })

  test("does not keep the place: who comes back to a full event stays outside", async () => {
    const event = await makeEvent({ capacity: 1 })
    await press(event, person(1))
    await leave(event, person(1))
    await press(event, person(2))
    expect(await comeBack(event, person(1))).toEqual({ answer: "full", turned: false })
    expect(await find(event, person(1))).toMatchObject({ status: "cancelled", round: 1 })
  })

  test("by a crowd that comes and goes never loses count of the places", async () => {
    const event = await makeEvent({ capacity: 5, waitingList: true })
    await registerPeople(event, 20)
    const ids = await Promise.all(numbers(20).map(async (number) => (await find(event, person(number))).id))
    await Promise.all(ids.flatMap((id) => [cancel(id), restore(id), cancel(id), restore(id)]))
    const [count] = await query<{ count: number }>(
      `select count(*) as count from "Registration" where "eventId" = $1 and status in ('registered', 'offered')`,
      [event.id],
    )
    expect((await reread(event)).taken).toBe(count?.count)
  })
})

test.each([1, 2, 5, 10, 15])("with %d places the page is made new exactly when it becomes nearly full or full, or stops being so", async (capacity) => {
  const event = await makeEvent({ capacity })
  const wordOf = (taken: number) => (taken === capacity ? "full" : isNearlyFull({ capacity, taken }) ? "nearly full" : "open")
  for (const number of numbers(capacity))
    expect([number, (await press(event, person(number)))?.turned]).toEqual([number, wordOf(number - 1) !== wordOf(number)])
  for (const number of numbers(capacity).reverse())
    expect([number, (await leave(event, person(number)))?.turned]).toEqual([number, wordOf(number) !== wordOf(number - 1)])
})

describe("the capacity", () => {
  test("cannot be lowered below the places taken: the answer is their number, and nothing is saved", async () => {
    const event = await makeEvent()
    await registerPeople(event, 3)
    const organiser = await makeOrganiser()
    expect(await updateEvent(organiser, event.id, eventForm(event, { title: "A smaller session", capacity: "2" }))).toEqual({ taken: 3 })
    expect(await reread(event)).toMatchObject({ capacity: 100, title: "A session" })
    expect(await updateEvent(organiser, event.id, eventForm(event, { title: "A smaller session", capacity: "3" }))).toEqual({ promoted: 0, told: 0 })
    expect(await answerOf(event, person(4))).toBe("full")
  })

  test.each(["taken = capacity + 1", "capacity = taken - 1", "taken = -1"])("holds even against a hand-written update: %s", async (change) => {
    const event = await makeEvent()
    await registerPeople(event, 2)
    await expect(query(`update "Event" set ${change} where id = $1`, [event.id])).rejects.toThrow("Event_taken_within_capacity")
  })
})
