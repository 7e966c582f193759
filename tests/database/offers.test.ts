import { beforeEach, describe, expect, test } from "vitest"
import { getNow, query } from "@/lib/db/client"
import { moveEvent } from "@/lib/events/changes"
import { actOnRegistrants } from "@/lib/registrations/acts"
import { addPlaces } from "@/lib/registrations/desk"
import { acceptOffer, cancel, changeAddress, lapseDueOffers, restore } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"
import { makeOrganiser } from "../support/organiser"
import {
  day,
  find,
  hour,
  inItsOwnDatabase,
  letters,
  mailGoes,
  makeEvent,
  minute,
  numbers,
  person,
  press,
  registerPeople,
  reread,
  startAfresh,
  story,
  timePasses,
} from "../support/people"

inItsOwnDatabase()
beforeEach(startAfresh)

/** One place, three people: the first has it, and the others wait. */
async function threeForOnePlace(facts: Parameters<typeof makeEvent>[0] = {}) {
  const event = await makeEvent({ capacity: 1, waitingList: true, ...facts })
  await registerPeople(event, 3)
  await mailGoes(event)
  return event
}
type Event = Awaited<ReturnType<typeof threeForOnePlace>>

const leave = async (event: Event, number: number) => cancel((await find(event, person(number))).id)
const accept = async (event: Event, number: number) => acceptOffer((await find(event, person(number))).id)
const statuses = async (event: Event) => Promise.all(numbers(3).map(async (number) => (await find(event, person(number))).status))
/** How long the offer still stands, in seconds. */
const keptFor = async (event: Event, number: number) => {
  const { id } = await find(event, person(number))
  const [row] = await query<{ seconds: number }>(
    `select extract(epoch from "offeredUntil" - foyer_now())::float8 as seconds from "Registration" where id = $1`,
    [id],
  )
  return row?.seconds ?? null
}

describe("a place that becomes free", () => {
  test("is kept for whoever is next, counts as taken, and is theirs when they say yes", async () => {
    const event = await threeForOnePlace()
    expect(await leave(event, 1)).toEqual({ turned: false })
    expect(await statuses(event)).toEqual(["cancelled", "offered", "waiting"])
    expect((await reread(event)).taken).toBe(1)
    expect((await press(event, "late@example.org"))?.answer).toBe("waiting")
    expect(await accept(event, 3)).toBe("none")
    expect(await accept(event, 2)).toBe("registered")
    expect(await accept(event, 2)).toBe("none")
    expect(await statuses(event)).toEqual(["cancelled", "registered", "waiting"])
    expect(await story(event, person(2))).toEqual(["waiting sent", "offer queued", "confirmation queued"])
    expect((await reread(event)).taken).toBe(1)
  })

  test("goes on to the next when its time is over; whoever let it pass is told so, and comes back at the end of the line", async () => {
    const event = await threeForOnePlace({ offerHours: 5 })
    await leave(event, 1)
    await mailGoes(event)
    await timePasses(5 * hour - minute)
    expect(await lapseDueOffers()).toBe(0)
    await timePasses(2 * minute)
    expect(await lapseDueOffers()).toBe(1)
    expect(await lapseDueOffers()).toBe(0)
    expect(await statuses(event)).toEqual(["cancelled", "cancelled", "offered"])
    expect(await find(event, person(2))).toMatchObject({ cancelledBy: "lapse", offeredUntil: null })
    expect(await story(event, person(2))).toEqual(["waiting sent", "offer sent", "offer-ended queued"])
    expect((await reread(event)).taken).toBe(1)
    expect((await restore((await find(event, person(2))).id))?.answer).toBe("waiting")
    expect(await find(event, person(2))).toMatchObject({ status: "waiting", cancelledBy: null, round: 2 })
  })

  test("cannot be taken a second late, also when nobody has noticed yet", async () => {
    const event = await threeForOnePlace({ offerHours: 5 })
    await leave(event, 1)
    await mailGoes(event)
    await timePasses(5 * hour + 1)
    expect(await accept(event, 2)).toBe("lapsed")
    expect(await statuses(event)).toEqual(["cancelled", "cancelled", "offered"])
  })

  test("is there for whoever comes when nobody is left in line", async () => {
    const event = await threeForOnePlace({ offerHours: 1 })
    await leave(event, 1)
    for (const _ of numbers(2)) {
      await mailGoes(event)
      await timePasses(hour + minute)
      await lapseDueOffers()
    }
    expect(await statuses(event)).toEqual(["cancelled", "cancelled", "cancelled"])
    expect((await reread(event)).taken).toBe(0)
    expect((await press(event, "late@example.org"))?.answer).toBe("registered")
  })

  test("goes on at once when they say no", async () => {
    const event = await threeForOnePlace()
    await leave(event, 1)
    await leave(event, 2)
    expect(await statuses(event)).toEqual(["cancelled", "cancelled", "offered"])
    expect((await reread(event)).taken).toBe(1)
    expect(await find(event, person(2))).toMatchObject({ cancelledBy: null, offeredUntil: null })
  })
})

describe("how long it is kept", () => {
  test.each([
    ["as long as the organiser chose", 10 * day, 24, 24 * hour],
    ["a quarter of the time that is left", 20 * hour, 24, 5 * hour],
    ["fifteen minutes, an hour and a second before the start", hour + 5, 24, hour / 4],
  ])("%s", async (_, startsIn, offerHours, seconds) => {
    const event = await threeForOnePlace({ startsIn, offerHours })
    await leave(event, 1)
    const kept = await keptFor(event, 2)
    expect(kept).toBeGreaterThan(seconds - 10)
    expect(kept).toBeLessThan(seconds + 10)
  })

  test("in the last hour nobody is asked: the place is theirs, with one letter", async () => {
    const event = await threeForOnePlace({ startsIn: hour - minute })
    await leave(event, 1)
    expect(await statuses(event)).toEqual(["cancelled", "registered", "waiting"])
    expect(await story(event, person(2))).toEqual(["waiting sent", "confirmation queued"])
  })

  test("its time begins anew when the letter could not go", async () => {
    const event = await threeForOnePlace({ offerHours: 5 })
    await leave(event, 1)
    await timePasses(5 * hour + minute)
    await lapseDueOffers()
    expect(await statuses(event)).toEqual(["cancelled", "offered", "waiting"])
    expect(await keptFor(event, 2)).toBeGreaterThan(5 * hour - minute)
    expect(await accept(event, 2)).toBe("registered")
  })

  test("a letter that cannot go keeps the place until the last hour, and then it is theirs", async () => {
    const event = await threeForOnePlace({ startsIn: 3 * hour })
    await leave(event, 1)
    await timePasses(2 * hour + minute)
    await lapseDueOffers()
    expect(await statuses(event)).toEqual(["cancelled", "registered", "waiting"])
    expect(await story(event, person(2))).toEqual(["waiting sent", "offer queued", "confirmation queued"])
    expect((await reread(event)).taken).toBe(1)
  })

  test("a move to an earlier day shortens it, and a move into the hour gives the place; a later day changes nothing", async () => {
    const event = await threeForOnePlace()
    const organiser = await makeOrganiser()
    const moveTo = async (seconds: number) => {
      const startsAt = new Date((await getNow()).getTime() + seconds * 1000)
      expect(await moveEvent(organiser, event.id, { startsAt, endsAt: new Date(startsAt.getTime() + hour * 1000) })).toBe("moved")
    }
    await leave(event, 1)
    await mailGoes(event)
    await moveTo(20 * day)
    expect(await keptFor(event, 2)).toBeGreaterThan(day - minute)
    await moveTo(8 * hour)
    expect(await keptFor(event, 2)).toBeLessThan(2 * hour + minute)
    // Whoever read of the longer time reads of the shorter one.
    expect(await story(event, person(2))).toEqual(["waiting sent", "offer sent", "again queued"])
    await moveTo(hour / 2)
    expect(await statuses(event)).toEqual(["cancelled", "registered", "waiting"])
    expect((await reread(event)).taken).toBe(1)
  })
})

describe("at the desk", () => {
  test("places that an organiser adds go to the first in line, one each", async () => {
    const event = await threeForOnePlace()
    const organiser = await makeOrganiser()
    expect(await addPlaces(organiser, event.id, 1)).toBe(1)
    expect(await statuses(event)).toEqual(["registered", "offered", "waiting"])
    expect(await addPlaces(organiser, event.id, 5)).toBe(1)
    expect(await reread(event)).toMatchObject({ capacity: 7, taken: 3, edition: 3 })
    const acts = await query<{ act: string; detail: { places: number } }>(`select act, detail from "AuditEntry" where "eventId" = $1 order by at`, [event.id])
    expect(acts.map(({ act, detail }) => [act, detail.places])).toEqual([
      ["places added", 1],
      ["places added", 5],
    ])
  })

  test("an organiser takes the place for somebody who telephones, and for nobody who has no offer", async () => {
    const event = await threeForOnePlace()
    await leave(event, 1)
    const people = await Promise.all([2, 3].map(async (number) => (await find(event, person(number))).id))
    const organiser = await makeOrganiser()
    expect(await actOnRegistrants(organiser, "accept", event.id, { who: "ticked", person: people, tab: "waiting", search: "" })).toEqual({
      count: 1,
      turned: false,
    })
    expect(await statuses(event)).toEqual(["cancelled", "registered", "waiting"])
  })

  test("whoever changes the address while a place is kept for them is sent the offer at the new one", async () => {
    const event = await threeForOnePlace()
    await leave(event, 1)
    const before = await find(event, person(2))
    expect(await changeAddress(before.id, registrationSchema.parse({ name: "Ada", email: "new@example.org" }).email)).toBe("changed")
    expect(await story(event, "new@example.org")).toEqual(["waiting sent", "offer withheld", "offer queued"])
    expect(await find(event, "new@example.org")).toMatchObject({ status: "offered", offeredUntil: before.offeredUntil })
  })
})

test("fifty presses at once take the place once, and one confirmation is owed", async () => {
  const event = await threeForOnePlace()
  await leave(event, 1)
  const answers = await Promise.all(numbers(50).map(() => accept(event, 2)))
  expect(answers.filter((answer) => answer === "registered")).toHaveLength(1)
  expect((await letters(event, person(2))).filter(({ kind }) => kind === "confirmation")).toHaveLength(1)
})
