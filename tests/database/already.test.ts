import { expect, test } from "vitest"
import { settings } from "@/lib/env"
import { day, inItsOwnDatabase, letters, mailGoes, makeEvent, minute, numbers, person, press, timePasses } from "../support/people"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

inItsOwnDatabase()

/** Of a hundred people on the list, each of whom presses eight times at once: for how many a press failed. An error would tell who is on the list. */
async function failures(): Promise<number> {
  const event = await makeEvent()
  const people = numbers(100).map(person)
  for (const address of people) await press(event, address)
  await mailGoes(event)
  await timePasses(11 * minute)
  let failed = 0
  for (const address of people) {
    const pressed = await Promise.allSettled(numbers(8).map(() => press(event, address)))
    if (pressed.some(({ status }) => status === "rejected")) failed++
  }
  return failed
}

test("who registers again hears of it once a day at most, and not before the confirmation has gone or in the ten minutes after it", async () => {
  const event = await makeEvent()
  const again = async (seconds: number) => {
    await timePasses(seconds)
    await press(event, person(1))
    return (await letters(event)).filter(({ kind }) => kind === "already").length
  }
  await press(event, person(1))
  expect(await again(20 * minute)).toBe(0)
  await mailGoes(event)
  expect(await again(0)).toBe(0)
  expect(await again(9 * minute)).toBe(0)
  expect(await again(2 * minute)).toBe(1)
  expect(await again(5 * minute)).toBe(1)
  expect(await again(day - 6 * minute)).toBe(1)
  expect(await again(2 * minute)).toBe(2)
})

test("who presses fifty times at once hears of it once", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  await mailGoes(event)
  await timePasses(11 * minute)
  await Promise.all(numbers(50).map(() => press(event, person(1))))
  expect((await letters(event)).map(({ kind, state, urgency }) => [kind, state, urgency])).toEqual([
    ["confirmation", "sent", 10],
    ["already", "queued", 20],
  ])
  await timePasses(day + minute)
  await Promise.all(numbers(50).map(() => press(event, person(1))))
  expect((await letters(event)).map(({ kind }) => kind)).toEqual(["confirmation", "already", "already"])
})

test("whoever waits, or is known where nobody gets in any more, is told the same way", async () => {
  const event = await makeEvent({ capacity: 1, waitingList: true })
  await press(event, person(1))
  await press(event, person(2))
  await mailGoes(event)
  await timePasses(11 * minute)
  for (const number of [1, 2, 3]) await press(event, person(number))
  expect((await letters(event)).map(({ kind }) => kind).sort()).toEqual(["already", "already", "confirmation", "waiting", "waiting"])
})

test("nobody who presses several times at once sees an error", async () => {
  expect(await failures()).toBe(0)
})

test("a letter that reckons with one of its two unique columns fails on the other, and the story of the hundred notices", async () => {
  await without(settings().DATABASE_URL ?? "", "owe_already_letter", "either key")
  await untilSeen(async () => (await failures()) > 0)
})
