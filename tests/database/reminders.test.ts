import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { materialiseDue, sweep } from "@/lib/deliveries/due"
import { moveEvent, saveRecording } from "@/lib/events/changes"
import { day, type Event, hour, letters, makeEvent, minute, numbers, person, postRound, press, reread, story, timePasses } from "../support/people"
import { linksTo, organiser, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

const moveBy = async ({ id }: Event, seconds: number) => {
  const { startsAt, endsAt } = await reread({ id })
  return moveEvent(organiser, id, { startsAt: new Date(startsAt.getTime() + seconds * 1000), endsAt: new Date(endsAt.getTime() + seconds * 1000) })
}
const reminders = async (event: Event) => (await letters(event)).filter(({ kind }) => kind === "reminder")
const subjects = (address: string) => smtp.to(address).map(({ mail }) => mail.subject)

describe("the reminder", () => {
  test("goes to everyone an hour before the start, with link and passcode, once", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await release(event, 1)
    await postRound()
    await timePasses(3 * day - hour - minute)
    await postRound()
    expect(await reminders(event)).toEqual([])
    await timePasses(2 * minute)
    await Promise.all([materialiseDue(), materialiseDue(), materialiseDue()])
    await postRound()
    await sweep()
    await postRound()
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "1", "1"])
    expect(subjects(person(1))[2]).toBe("Starts in 59 minutes: A session")
    expect(await reminders(event)).toHaveLength(6)
  })

  test("is left out for whoever has read the confirmation less than twelve hours before, with the reason", async () => {
    const event = await makeEvent({ startsIn: 3 * day })
    await press(event, person(1))
    await postRound()
    await timePasses(3 * day - 12 * hour)
    await press(event, person(2))
    await postRound()
    await timePasses(11 * hour + minute)
    await postRound()
    expect((await story(event, person(1))).at(-1)).toBe("reminder sent")
    expect((await letters(event, person(2))).map(({ state, reason }) => [state, reason]).at(-1)).toEqual(["withheld", "confirmed less than 12 hours before"])
  })

  test("moves with the event, and one that the move made stale is withheld", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(3 * day - hour + minute)
    await materialiseDue()
    await moveBy(event, 2 * day)
    await postRound()
    expect(new Set((await reminders(event)).map(({ state, reason }) => `${state} ${reason}`))).toEqual(new Set(["withheld superseded"]))
    await timePasses(2 * day)
    await postRound()
    expect((await reminders(event)).map(({ state, sequence }) => [state, sequence]).slice(6)).toEqual(numbers(6).map(() => ["sent", 1]))
  })

  test("does not go a second time when the event is moved and moved back within the hour", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(3 * day - hour + minute)
    await postRound()
    await moveBy(event, day)
    await postRound()
    await moveBy(event, -day)
    await postRound()
    expect(subjects(person(1)).map((subject) => subject?.split(/[: ]/)[0])).toEqual(["Registered", "Starts", "Moved", "Moved"])
  })

  test("of two whose time has passed unseen, only the later one goes", async () => {
    const event = await sixPeople({ startsIn: 3 * day, reminderOffsets: [24 * 60, 60] })
    await timePasses(3 * day - 30 * minute)
    await postRound()
    expect((await reminders(event)).map(({ minutesBefore }) => minutesBefore)).toEqual(numbers(6).map(() => 60))
  })

  test("does not go once the session has begun, nor for a draft", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(3 * day + minute)
    await postRound()
    expect(await reminders(event)).toEqual([])
    const draft = await makeEvent({ status: "draft", startsIn: hour - minute })
    await query(`update "Event" set "nextDueAt" = foyer_now() where id = $1`, [draft.id])
    await postRound()
    expect(await letters(draft)).toEqual([])
  })
})

describe("a release whose time comes without a link", () => {
  test("sends nothing to attendees, and one alarm to each organiser", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(2 * day + minute)
    await postRound()
    await sweep()
    await postRound()
    expect(linksTo(person(1))).toEqual(["-"])
    expect(smtp.to(organiser.email).map(({ mail }) => mail.subject)).toEqual([
      expect.stringMatching(/^The link is missing: A session, tomorrow \d\d:\d\d London$/),
    ])
    await save(event, 1)
    await query(`update "Event" set "nextDueAt" = foyer_now()`)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
  })

  test("is made up for when the event is moved: then it happens by itself, at its new time", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(2 * day + minute)
    await postRound()
    await save(event, 1)
    await moveBy(event, 2 * day)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    await timePasses(2 * day)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "-", "1"])
  })
})

describe("after the session", () => {
  test("the recording goes once to everyone who was registered, and not before the end", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await saveRecording(organiser, event.id, "https://video.example/r/1")
    await postRound()
    expect(await story(event, person(1))).toEqual(["confirmation sent"])
    await timePasses(3 * day + 3 * hour)
    await postRound()
    await saveRecording(organiser, event.id, "https://video.example/r/2")
    await postRound()
    expect(subjects(person(1)).at(-1)).toBe("Recording: A session")
    expect(await story(event, person(1))).toEqual(["confirmation sent", "after sent"])
  })
})
