import { describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { materialiseDue, sweep } from "@/lib/deliveries/due"
import { duplicateEvent } from "@/lib/events/making"
import { publishEvent } from "@/lib/events/mutations"
import { day, enrolMany, hour, letters, makeEvent, minute, numbers, person, postRound, registerPeople, reread, timePasses } from "../support/people"
import { countToSend, linksTo, organiser, progress, release, save, sixPeople, withTheDesk } from "../support/sending"

withTheDesk()

describe("twenty-four hours before the start", () => {
  test("the release happens by itself", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await timePasses(2 * day - minute)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    await timePasses(2 * minute)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBe(1)
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "1"])
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("or when the organiser chose, with the newest of the versions", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await query(`update "Event" set "joinReleaseAt" = "startsAt" - interval '1 hour'`)
    await save(event, 1)
    await save(event, 2)
    await timePasses(3 * day - hour - minute)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    await timePasses(2 * minute)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "2"])
  })

  test("a link that is saved after that time waits for the organiser, the sweep of every ten minutes included", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(2 * day + minute)
    await postRound()
    await save(event, 1)
    await sweep()
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    expect(linksTo(person(1))).toEqual(["-"])
  })

  test("the sweep finds a release whose mark was lost", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await query(`update "Event" set "nextDueAt" = null`)
    await sweep()
    await timePasses(2 * day + minute)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1"])
  })

  test("also for an event whose link was saved while it was a draft", async () => {
    const event = await makeEvent({ status: "draft", startsIn: 3 * day })
    await save(event, 1)
    await publishEvent(organiser, event.id)
    await registerPeople(event, 2)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    await timePasses(2 * day + minute)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1"])
  })

  test("nothing is sent without a link, and a link that comes later waits for the organiser's word", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await timePasses(2 * day + minute)
    await postRound()
    await save(event, 1)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    expect(await countToSend(event.id)).toBe(6)
    expect(linksTo(person(1))).toEqual(["-"])
    await release(event, 1)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1"])
  })

  test("nothing is sent for a draft, nor for a duplicate of an event whose link was out", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const copy = await duplicateEvent(organiser, event.id, { title: event.title, startsAt: event.startsAt, endsAt: event.endsAt })
    await enrolMany({ id: copy ?? "" }, 1, { email: "'copied@example.org'" })
    for (const change of ["", `"joinUrl" = 'https://webinar.example/j/9', "joinVersion" = 9, "joinReleasedVersion" = 9,`]) {
      await query(`update "Event" set ${change} "nextDueAt" = foyer_now() where id = $1`, [copy])
      await postRound()
    }
    await timePasses(2 * day + minute)
    await postRound()
    expect(linksTo("copied@example.org")).toEqual([])
    expect(await db().delivery.count({ where: { eventId: copy ?? "" } })).toBe(0)
    expect(linksTo(person(1))).toEqual(["-", "1"])
  })

  test("no link is sent for a cancelled event", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await query(`update "Event" set status = 'cancelled'`)
    await timePasses(2 * day + minute)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    expect(linksTo(person(1)).filter((link) => link !== "-")).toEqual([])
  })

  test("nothing is sent once the session is over, even if no mailer ran before", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await timePasses(3 * day + 2 * hour + minute)
    await postRound()
    expect((await reread(event)).joinReleasedVersion).toBeNull()
    expect(linksTo(person(1))).toEqual(["-"])
  })

  test("letters that still wait when the session is over are withheld", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    await timePasses(3 * day + 2 * hour + minute)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-"])
    expect((await letters(event)).slice(6).map(({ state, reason }) => [state, reason])).toEqual(numbers(6).map(() => ["withheld", "event over"]))
    expect(await progress(event)).toEqual({ registered: 6, withheld: 6, addsUp: true })
  })
})
