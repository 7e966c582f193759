import { describe, expect, test } from "vitest"
import { query, transaction } from "@/lib/db/client"
import { listUnsent, markSentByHand } from "@/lib/deliveries/by-hand"
import { materialiseDue } from "@/lib/deliveries/due"
import { getProgress } from "@/lib/deliveries/progress"
import { pauseRun, resumeRun, retryFailed, stopRun } from "@/lib/deliveries/runs"
import { moveEvent } from "@/lib/events/changes"
import { cancel, changeAddress } from "@/lib/registrations/mutations"
import { day, enrolMany, find, letters, makeEvent, numbers, person, postRound, press, registerPeople, reread, story } from "../support/people"
import { linksTo, organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"
import { pause } from "../support/until"

withTheDesk()

const noSuchUser = { at: "recipient", code: 550, words: "5.1.1 No such user" } as const
const onTheList = async ({ id }: { id: string }) => (await listUnsent(organiser, id)).map(({ email }) => email).sort()
const lettersOnTheList = async ({ id }: { id: string }) => (await listUnsent(organiser, id)).map(({ letter }) => letter)
const mark = ({ id }: { id: string }, listed: string[]) => markSentByHand(organiser, id, listed)

describe("sending by hand", () => {
  test("marks those who were on the list that was shown, and nobody whose letter failed after it", async () => {
    const event = await sixPeople()
    for (const number of [1, 2]) smtp.meets(person(number), noSuchUser)
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const shown = await lettersOnTheList(event)
    expect(await onTheList(event)).toEqual([person(1), person(2)])
    await query(`update "Delivery" set state = 'failed' where kind = 'join' and "registrationId" = $1`, [(await find(event, person(3))).id])
    expect(await mark(event, shown)).toBe(2)
    expect(await onTheList(event)).toEqual([person(3)])
    expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
    expect(await mark(event, shown)).toBe(0)
  })

  test("pressed in several tabs at once marks each person once, and no tab sees an error", async () => {
    const event = await makeEvent()
    await registerPeople(event, 5)
    await postRound()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    for (const version of numbers(20).map((number) => number + 1)) {
      await save(event, version)
      await release(event, version)
      const shown = await lettersOnTheList(event)
      expect(shown).toHaveLength(5)
      const marked = await Promise.all(numbers(4).map(() => mark(event, shown)))
      expect(marked.sort((a, b) => a - b)).toEqual([0, 0, 0, 5])
      await query(`update "Delivery" set state = 'queued' where key like 'join:%'`)
    }
  })

  test("never marks more people than the list has, however many wait", async () => {
    const event = await makeEvent({ capacity: 2000 })
    await enrolMany(event, 1005)
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    const shown = await lettersOnTheList(event)
    expect(shown).toHaveLength(1000)
    expect(await mark(event, shown)).toBe(1000)
    expect(await progress(event)).toEqual({ registered: 1005, sent: 1000, queued: 5, addsUp: true })
    expect(await onTheList(event)).toHaveLength(5)
  })

  test("lists everybody while the mail server is away: who waits for an earlier version, and who registered late, too", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    await save(event, 2)
    await release(event, 2)
    await materialiseDue()
    await press(event, "late@example.org")
    expect(await onTheList(event)).toEqual(["late@example.org", ...numbers(6).map(person)])
    await mark(event, await lettersOnTheList(event))
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
    await postRound()
    // The confirmation has the personal page and the diary entry, so it still goes; joining letters do not.
    expect(linksTo("late@example.org")).toEqual(["2"])
    expect(linksTo(person(1))).toEqual(["-"])
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
  })

  test("leaves alone whoever has the details by now, has cancelled, or has another address", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    const shown = await lettersOnTheList(event)
    await cancel((await find(event, person(1))).id)
    await changeAddress((await find(event, person(2))).id, { email: "new@example.org", emailKey: "new@example.org" })
    await query(`update "Delivery" set state = 'sent', "joinVersion" = 1 where kind = 'join' and "registrationId" = $1`, [(await find(event, person(3))).id])
    expect(await mark(event, shown)).toBe(3)
    expect(await story(event, person(1))).toEqual(["confirmation sent", "join withheld", "cancelled queued"])
    await postRound()
    expect(linksTo("new@example.org")).toEqual(["1"])
  })

  test("marks nobody when another link was saved after the list was shown, or when none is out", async () => {
    const event = await sixPeople()
    await save(event, 1)
    expect(await mark(event, await lettersOnTheList(event))).toBe(0)
    await release(event, 1)
    await materialiseDue()
    const shown = await lettersOnTheList(event)
    expect(shown).toHaveLength(6)
    await save(event, 2)
    expect(await mark(event, shown)).toBe(0)
    await release(event, 2)
    expect(await mark(event, shown)).toBe(0)
    expect(await mark(event, await lettersOnTheList(event))).toBe(6)
  })
})

test("nobody is on the list while the letters are being made", async () => {
  const event = await sixPeople()
  await save(event, 1)
  await release(event, 1)
  expect(await onTheList(event)).toEqual([])
  await materialiseDue()
  expect(await onTheList(event)).toHaveLength(6)
})

describe("an address that bounced after it was mailed", () => {
  test("does not hold the details, whatever else was mailed to it; what was sent by hand counts", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const { startsAt, endsAt } = await reread(event)
    const later = (at: Date) => new Date(at.getTime() + day * 1000)
    await moveEvent(organiser, event.id, { startsAt: later(startsAt), endsAt: later(endsAt) })
    await postRound()
    const { id } = await find(event, person(1))
    await query(`update "Delivery" set state = 'failed', reason = 'bounced later' where kind = 'join' and "registrationId" = $1`, [id])
    await query(`update "Registration" set "bouncedAt" = foyer_now() where id = $1`, [id])
    expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
    expect(await onTheList(event)).toEqual([person(1)])
    await mark(event, await lettersOnTheList(event))
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("is on the list also when another letter was the one that came back; after another try it holds them again, mailed anew", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    await press(event, "late@example.org")
    await postRound()
    await query(`update "Registration" set "bouncedAt" = foyer_now() where email in ($1, 'late@example.org')`, [person(1)])
    expect(await progress(event)).toEqual({ registered: 7, sent: 5, failed: 2, addsUp: true })
    expect(await onTheList(event)).toEqual(["late@example.org", person(1)])
    await retryFailed(organiser, event.id)
    expect(await progress(event)).toMatchObject({ registered: 7, sent: 5, addsUp: true })
    await postRound()
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
    expect(linksTo(person(1))).toEqual(["-", "1", "1"])
    expect(linksTo("late@example.org")).toEqual(["1", "1"])
  })
})

test("another try sends the newest link alone, once", async () => {
  const event = await sixPeople()
  for (const version of [1, 2]) {
    await save(event, version)
    await release(event, version)
    await materialiseDue()
    await query(`update "Delivery" set state = 'failed', reason = 'content refused' where kind = 'join'`)
  }
  expect(await retryFailed(organiser, event.id)).toBe(6)
  await postRound()
  expect(linksTo(person(1))).toEqual(["-", "2"])
})

describe("stopping what still waits", () => {
  test("ends joining details, reminders, messages and the recording, and nothing that people must be told", async () => {
    const event = await sixPeople()
    const { id } = await find(event, person(2))
    for (const kind of ["reminder", "message", "after", "already"])
      await query(
        `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, "runAt") values ($1, $1, $2, $3, 40, foyer_now() + interval '1 day')`,
        [kind, event.id, id],
      )
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const { startsAt, endsAt } = await reread(event)
    const later = (at: Date) => new Date(at.getTime() + day * 1000)
    await pauseRun(organiser, event.id)
    await save(event, 2)
    await release(event, 2)
    await materialiseDue()
    await moveEvent(organiser, event.id, { startsAt: later(startsAt), endsAt: later(endsAt) })
    expect(await stopRun(organiser, event.id)).toBe(9)
    await resumeRun(organiser, event.id)
    await postRound()
    expect(await story(event, person(1))).toEqual(["confirmation sent", "join sent", "join withheld", "moved sent"])
    expect((await story(event, person(2))).sort()).toEqual(
      ["confirmation sent", "join sent", "join withheld", "moved sent", "reminder withheld", "message withheld", "after withheld", "already queued"].sort(),
    )
    expect((await getProgress(event.id))?.addsUp).toBe(true)
  })

  test("waits for the rows that a mailer is making at that moment", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    let stopped: Promise<number> | null = null
    await transaction(async (run) => {
      await run(`select from "Event" where id = $1 for no key update`, [event.id])
      stopped = stopRun(organiser, event.id)
      await pause(300)
      await run(
        `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency) select 'join:' || id || ':r1:v1', 'join', "eventId", id, 30 from "Registration" where email = $1`,
        [person(1)],
      )
    })
    expect(await stopped).toBe(6)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-"])
  })

  test("can be taken back: then everybody gets them", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    await stopRun(organiser, event.id)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-"])
    expect(await retryFailed(organiser, event.id)).toBe(6)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1"])
    expect((await letters(event)).every(({ state }) => state === "sent")).toBe(true)
  })
})
