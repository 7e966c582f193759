import { expect } from "vitest"
import { type Event, find, letters, makeEvent, numbers, person, press, reread } from "./people"

// Two hundred people and fifty places: told once, for the real decision and for one that has lost its lock.

/** They all press at once. */
export async function crowdPresses() {
  const event = await makeEvent({ capacity: 50 })
  const answers = await Promise.all(numbers(200).map((number) => press(event, person(number))))
  return { event, answers: answers.map((outcome) => outcome?.answer) }
}

/** Fifty have a place and a confirmation, and everybody else has neither. Throws when it is not so. */
export async function expectFiftyPlaces({ event, answers }: { event: Event; answers: (string | undefined)[] }): Promise<void> {
  const held = numbers(200).filter((number) => answers[number - 1] === "registered")
  expect(held).toHaveLength(50)
  expect(answers.filter((answer) => answer === "full")).toHaveLength(150)
  expect((await reread(event)).taken).toBe(50)
  const holders = await Promise.all(held.map((number) => find(event, person(number))))
  expect(holders.map(({ status }) => status)).toEqual(holders.map(() => "registered"))
  const rows = await letters(event)
  expect(rows.map(({ key }) => key).sort()).toEqual(holders.map(({ id }) => `confirmation:${id}:r1`).sort())
  expect(rows.map(({ kind, state, urgency }) => ({ kind, state, urgency }))).toEqual(rows.map(() => ({ kind: "confirmation", state: "queued", urgency: 10 })))
}
