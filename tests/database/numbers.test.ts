import { beforeEach, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { db } from "@/lib/db/client"
import { getNumbers } from "@/lib/numbers/queries"
import { amountsOf, countChoices, daysOf } from "@/lib/numbers/rules"
import { questionsOf } from "@/lib/questions/rules"
import { makeOrganiser } from "../support/organiser"
import { type Event, enrolMany, inItsOwnDatabase, makeEvent, reread, startAfresh } from "../support/people"

// An event in numbers, as the database counts them.

inItsOwnDatabase()
let organiser: Organiser
beforeEach(async () => {
  await startAfresh()
  organiser = await makeOrganiser()
})

const one = { id: "00000000-0000-4000-8000-000000000001", kind: "one", label: "What do you eat?", hint: "", required: false, choices: ["Cake", "Fruit"] }
const any = { ...one, id: "00000000-0000-4000-8000-000000000002", kind: "any", label: "When?", choices: ["Morning", "Noon"] }
const guests = { ...one, id: "00000000-0000-4000-8000-000000000003", kind: "number", label: "How many guests?", choices: [] }
const arrival = { ...one, id: "00000000-0000-4000-8000-000000000004", kind: "date", label: "When do you arrive?", choices: [] }

/** Somebody on the list, as told. */
async function add(
  event: Event,
  email: string,
  facts: { registeredAt?: string; joinedAt?: string; source?: string; status?: "registered" | "cancelled"; answers?: object },
) {
  const { registeredAt = "2026-06-01T12:00:00Z", joinedAt, status = "registered", ...rest } = facts
  await db().registration.create({
    data: {
      eventId: event.id,
      name: "Ada Example",
      email,
      emailKey: email,
      status,
      registeredAt: new Date(registeredAt),
      joinedAt: joinedAt ? new Date(joinedAt) : null,
      ...rest,
    },
  })
}
const numbersOf = async (event: Event) => getNumbers(organiser, event, questionsOf(await reread(event)))
const dayOf = (day: string) => Date.parse(day) / 86_400_000
const minuteOf = (instant: string) => Date.parse(instant) / 60_000

test("days are those of the event's zone, and whoever cancelled is not counted", async () => {
  const event = await makeEvent({ timeZone: "Asia/Kathmandu" })
  await add(event, "a@example.org", { registeredAt: "2026-06-01T18:14:59Z" })
  await add(event, "b@example.org", { registeredAt: "2026-06-01T18:15:00Z" })
  await add(event, "c@example.org", { registeredAt: "2026-06-02T18:14:00Z" })
  await add(event, "d@example.org", { registeredAt: "2026-06-02T12:00:00Z", status: "cancelled", source: "poster", joinedAt: "2026-06-02T12:00:00Z" })
  const { days, sources, minutes, progress } = await numbersOf(event)
  expect(days).toEqual([
    { slot: dayOf("2026-06-01"), people: 1 },
    { slot: dayOf("2026-06-02"), people: 2 },
  ])
  expect(sources).toEqual([{ words: "", people: 3 }])
  expect([minutes, progress]).toEqual([[], null])
})

test("who joins in the last second of a minute has joined in that minute", async () => {
  const event = await makeEvent()
  for (const [index, joinedAt] of ["2026-06-01T10:00:00Z", "2026-06-01T10:00:59.999Z", "2026-06-01T10:02:00Z"].entries())
    await add(event, `${index}@example.org`, { joinedAt })
  expect((await numbersOf(event)).minutes).toEqual([
    { slot: minuteOf("2026-06-01T10:00:00Z"), people: 2 },
    { slot: minuteOf("2026-06-01T10:02:00Z"), people: 1 },
  ])
})

test("sources are named from the most frequent on, and what comes after the fifteenth is one number", async () => {
  const event = await makeEvent()
  await enrolMany(event, 40, { source: "case when n <= 10 then 'newsletter' when n <= 13 then '' else 'word-' || n end" })
  const { sources } = await numbersOf(event)
  expect(sources).toHaveLength(16)
  expect(sources.slice(0, 2)).toEqual([
    { words: "newsletter", people: 10 },
    { words: "", people: 3 },
  ])
  expect(sources.at(-1)).toEqual({ words: null, people: 14 })
})

test("answers to choices are counted, each of several by itself", async () => {
  const event = await makeEvent({ questions: [one, any] })
  const [asOne, asAny] = questionsOf(event)
  if (!asOne || !asAny) throw new Error("there are two questions")
  await add(event, "a@example.org", { answers: { [one.id]: "Cake", [any.id]: ["Morning", "Noon"] } })
  await add(event, "b@example.org", { answers: { [one.id]: "Cake", [any.id]: ["Noon"] } })
  await add(event, "c@example.org", { answers: { [one.id]: "Soup" } })
  await add(event, "d@example.org", { answers: { [one.id]: "Fruit" }, status: "cancelled" })
  const { answers } = await numbersOf(event)
  expect(countChoices(asOne, answers.get(one.id) ?? []).map(({ words, people }) => `${words} ${people}`)).toEqual(["Cake 2", "Fruit 0", "Soup 1"])
  expect(countChoices(asAny, answers.get(any.id) ?? []).map(({ words, people }) => `${words} ${people}`)).toEqual(["Morning 1", "Noon 2"])
})

test("numbers are summed up and days counted, of those who are on the list", async () => {
  const event = await makeEvent({ questions: [guests, arrival] })
  const answers = (number: string, day: string) => ({ answers: { [guests.id]: number, [arrival.id]: day } })
  await add(event, "a@example.org", answers("2", "2027-03-04"))
  await add(event, "b@example.org", answers("2", "2027-03-06"))
  await add(event, "c@example.org", answers("-0.5", "2027-03-04"))
  await add(event, "d@example.org", { ...answers("900", "2027-12-24"), status: "cancelled" })
  const given = (await numbersOf(event)).answers
  expect(amountsOf(given.get(guests.id) ?? [])).toEqual({ people: 3, least: -0.5, most: 2, mean: 3.5 / 3, sum: 3.5 })
  expect(daysOf(given.get(arrival.id) ?? [])).toEqual([
    { slot: dayOf("2027-03-04"), people: 2 },
    { slot: dayOf("2027-03-06"), people: 1 },
  ])
})
