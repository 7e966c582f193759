import { beforeAll, describe, expect, test } from "vitest"
import { furthest, inWords, startDoors } from "../support/answers-alike"
import { full } from "../support/size"

// Nothing that a door says, and not how long it takes, tells whether an address is on a list.

/** People whose answer needs less or more work: with a letter that is due to them, and without one. */
const came = full(["2 days"], ["2 days", "1 minute"])
const patience = full(120_000, 900_000)
/** What makes the event what it is, once people have their fates. */
const states = {
  open: `capacity = 1000000`,
  "on waiting list": `capacity = taken, "waitingList" = true`,
  full: `capacity = taken, "waitingList" = false`,
  closed: `"registrationClosesAt" = now()`,
} as const

let doors: Awaited<ReturnType<typeof startDoors>>

beforeAll(async () => {
  doors = await startDoors()
})

// Each waits most of the time: what is held back is held back until a step. So they ask side by side.
describe.concurrent.each(Object.entries(states))("an event that is %s", (name, change) => {
  test.each(came)(
    "answers alike, and as soon, whoever is asked for (they came %s ago)",
    async (ago) => {
      const slug = `${name}-${ago}`.replace(/\W+/g, "-")
      await doors.makeEvent(slug, change, ago)
      const { said, shares, all } = await doors.askForAll(`/events/${slug}/registrations`)
      console.log(`${name}, ${ago}: ${inWords(shares)} of ${all.toFixed(1)} ms`)
      expect(said).toHaveLength(1)
      expect(furthest(shares)).toBeLessThan(0.1)
    },
    patience,
  )
})

test(
  "the door of the lost link answers alike, and as soon, whoever asks",
  async () => {
    // Nobody is looked up here, so nothing is held back until a step: more have to be asked, or chance decides.
    await doors.makeEvent("lost", states.open, "2 days", 500)
    const { said, shares, all } = await doors.askForAll("/events/lost/lost-link/request", 500)
    console.log(`lost link: ${inWords(shares)} of ${all.toFixed(1)} ms`)
    expect(said).toHaveLength(1)
    expect(furthest(shares)).toBeLessThan(0.1)
  },
  patience,
)
