import { describe, expect, test } from "vitest"
import { sayAct } from "@/lib/audit/rules"
import { query } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { deliver } from "@/lib/deliveries/deliver"
import { materialiseDue } from "@/lib/deliveries/due"
import { recordFailure } from "@/lib/deliveries/ledger"
import { cancelEvent, moveEvent } from "@/lib/events/changes"
import { verdict } from "@/lib/mail/replies"
import { holdConnections } from "@/lib/mail/transport"
import { cancel, changeAddress, restore } from "@/lib/registrations/mutations"
import { calendarsTo } from "../support/calendar"
import {
  day,
  type Event,
  find,
  hour,
  letters,
  makeEvent,
  minute,
  numbers,
  person,
  postRound,
  press,
  registerPeople,
  reread,
  story,
  timePasses,
} from "../support/people"
import { linksTo, organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

const subjectsTo = (address: string) => smtp.to(address).map(({ mail }) => mail.subject?.split(":")[0])
/** Moves the event by so many seconds from where it was made. */
const moveTo = async (event: Event, seconds: number) => {
  const by = (at: Date) => new Date(at.getTime() + seconds * 1000)
  return moveEvent(organiser, event.id, { startsAt: by(event.startsAt), endsAt: by(event.endsAt) })
}

describe("an event that is moved", () => {
  test("tells everyone who knows the old time, once, with the old time and the new one", async () => {
    const event = await sixPeople()
    expect(await moveTo(event, day)).toBe("moved")
    expect(await moveTo(event, day)).toBe("same")
    await postRound()
    await query(`update "Event" set "nextDueAt" = foyer_now()`)
    await postRound()
    for (const number of numbers(6)) expect(subjectsTo(person(number))).toEqual(["Registered", "Moved"])
    const letter = smtp.to(person(1))[1]?.mail.text ?? ""
    const { startsAt } = await reread(event)
    const words = (at: Date) => new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", day: "numeric", month: "long" }).format(at)
    expect(letter).toContain(words(startsAt))
    expect(letter).toContain(words(event.startsAt))
    const [entry] = await query<{ act: string; facts: Record<string, string> }>(
      `select act, detail as facts from "AuditEntry" where "eventId" = $1 and act = 'event moved'`,
      [event.id],
    )
    const said = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`
    const { endsAt } = await reread(event)
    expect(sayAct(entry?.act ?? "", entry?.facts ?? {})).toBe(`Moved the event from ${said(event.startsAt)} to ${said(startsAt)}, until ${said(endsAt)}`)
    // The first versions did not write down what it was moved from.
    const { before: _, ...older } = entry?.facts ?? {}
    expect(sayAct("event moved", older)).toBe(`Moved the event to ${said(startsAt)}, until ${said(endsAt)}`)
  })

  test("and moved back before anybody heard of it, tells nobody anything", async () => {
    const event = await sixPeople()
    await moveTo(event, day)
    await materialiseDue()
    await moveTo(event, 0)
    await postRound()
    expect(subjectsTo(person(1))).toEqual(["Registered"])
    expect(await story(event, person(1))).toEqual(["confirmation sent", "moved withheld"])
    expect((await letters(event)).at(-1)?.reason).toBe("superseded")
  })

  test("and moved back before anybody heard of it, still gives everybody the details that are out by now", async () => {
    const event = await sixPeople()
    await moveTo(event, day)
    await materialiseDue()
    await save(event, 1)
    await release(event, 1)
    await moveTo(event, 0)
    await postRound()
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "1"])
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("and moved back after half of them heard of it, tells that half", async () => {
    const event = await sixPeople()
    await moveTo(event, day)
    await materialiseDue()
    await query(
      `update "Delivery" set "runAt" = foyer_now() + interval '1 hour' where kind = 'moved' and "registrationId" in (select id from "Registration" order by "registeredAt" limit 3)`,
    )
    await postRound()
    await moveTo(event, 0)
    await timePasses(2 * hour)
    await postRound()
    expect(numbers(6).map((number) => subjectsTo(person(number)).length)).toEqual([1, 1, 1, 3, 3, 3])
  })

  test("before the confirmation has gone, says the new time in it and sends no second letter", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await moveTo(event, day)
    await postRound()
    expect(subjectsTo(person(1))).toEqual(["Registered"])
    expect(calendarsTo(smtp, person(1)).map(({ start }) => start.getTime())).toEqual([Math.floor((await reread(event)).startsAt.getTime() / 1000) * 1000])
  })

  test("tells whoever waits for a place, and nobody who has cancelled", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await registerPeople(event, 3)
    await postRound()
    await cancel((await find(event, person(3))).id)
    await moveTo(event, day)
    await postRound()
    expect(numbers(3).map((number) => subjectsTo(person(number)).at(-1))).toEqual(["Moved", "Moved", "You have cancelled"])
  })

  test("after the release carries link and passcode, and nobody gets them twice", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await moveTo(event, day)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1"])
    expect(subjectsTo(person(1))).toEqual(["Registered", "Moved"])
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("moves the moment that was chosen for the release", async () => {
    const event = await sixPeople({ startsIn: 3 * day })
    await query(`update "Event" set "joinReleaseAt" = "startsAt" - interval '1 hour'`)
    await moveTo(event, 2 * day)
    const { startsAt, joinReleaseAt } = await reread(event)
    expect(startsAt.getTime() - (joinReleaseAt?.getTime() ?? 0)).toBe(hour * 1000)
  })

  test("into the past, or once it is cancelled, is refused", async () => {
    const event = await makeEvent()
    expect(await moveTo(event, -11 * day)).toBe("past")
    await cancelEvent(organiser, event.id)
    expect(await moveTo(event, day)).toBe("cancelled")
  })
})

describe("an event that is cancelled", () => {
  test("tells everyone who has a place or waits for one, withholds what still waits, and takes the entry out of the diary", async () => {
    const event = await makeEvent({ capacity: 6, waitingList: true })
    await registerPeople(event, 7)
    await postRound()
    await cancel((await find(event, person(6))).id)
    await postRound()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    expect(await cancelEvent(organiser, event.id)).toBe("cancelled")
    expect(await cancelEvent(organiser, event.id)).toBe("cancelled")
    await postRound()
    expect(subjectsTo(person(1))).toEqual(["Registered", "Cancelled"])
    expect(subjectsTo(person(6)).at(-1)).toBe("You have cancelled")
    expect(subjectsTo(person(7))).toEqual(["You are on the waiting list", "A place is yours if you say yes", "Cancelled"])
    expect((await letters(event)).filter(({ kind }) => kind === "join").map(({ reason }) => reason)).toEqual(numbers(5).map(() => "event cancelled"))
    const [first, last] = calendarsTo(smtp, person(1))
    expect([first?.method, last?.method]).toEqual(["REQUEST", "CANCEL"])
    expect(last?.uid).toBe(first?.uid)
    expect(last?.sequence).toBeGreaterThan(first?.sequence ?? 0)
  })

  test.each(["waits", "has a place"])(
    "gives the diary of whoever has a place its CANCEL, and whoever waits no empty one (first comes who %s)",
    async (first) => {
      const event = await makeEvent({ capacity: 1, waitingList: true })
      await registerPeople(event, 2)
      await postRound()
      await cancelEvent(organiser, event.id)
      await materialiseDue()
      await query(
        `update "Delivery" d set urgency = 1 from "Registration" r where r.id = d."registrationId" and d.kind = 'event-cancelled' and r.status = $1::"RegistrationStatus"`,
        [first === "waits" ? "waiting" : "registered"],
      )
      await postRound()
      expect(calendarsTo(smtp, person(1)).at(-1)?.method).toBe("CANCEL")
      const toWaiting = smtp.to(person(2)).at(-1)?.mail
      expect(toWaiting?.subject).toMatch(/^Cancelled/)
      expect(toWaiting?.attachments).toEqual([])
      expect(toWaiting?.text).not.toContain("calendar file")
    },
  )

  test("before the confirmation has gone tells the person that alone", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await cancelEvent(organiser, event.id)
    await postRound()
    expect(subjectsTo(person(1))).toEqual(["Cancelled"])
  })

  test("that is a draft or over cannot be cancelled", async () => {
    expect(await cancelEvent(organiser, (await makeEvent({ status: "draft" })).id)).toBeNull()
    const event = await makeEvent({ startsIn: hour })
    await timePasses(4 * hour)
    expect(await cancelEvent(organiser, event.id)).toBe("over")
  })
})

describe("somebody who cancels, comes back, or has another address", () => {
  test("has a diary entry that follows each time", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await postRound()
    const { id } = await find(event, person(1))
    await cancel(id)
    await postRound()
    await restore(id)
    await postRound()
    await moveTo(event, day)
    await postRound()
    const entries = calendarsTo(smtp, person(1))
    expect(entries.map(({ method }) => method)).toEqual(["REQUEST", "CANCEL", "REQUEST", "REQUEST"])
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1)
    const sequences = entries.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    expect(new Set(sequences).size).toBe(4)
  })

  test("gets the letters at the new address, with the details that are out, and none at the old one", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const { id } = await find(event, person(1))
    expect(await changeAddress(id, { email: person(2), emailKey: person(2) })).toBe("taken")
    expect(await changeAddress(id, { email: person(1), emailKey: person(1) })).toBe("same")
    expect(await changeAddress(id, { email: "new@example.org", emailKey: "new@example.org" })).toBe("changed")
    await postRound()
    expect(linksTo("new@example.org")).toEqual(["1"])
    expect(linksTo(person(1))).toEqual(["-", "1"])
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("gets an organiser's message that still waits at the new address", async () => {
    const event = await sixPeople()
    const { id } = await find(event, person(1))
    await query(
      `with m as (insert into "Message" ("eventId", subject, body, audience, "createdBy") values ($1, 'News', 'Hello', 'registered', 'o') returning id)
       insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", round, urgency) select 'message:' || m.id || ':' || $2, 'message', $1, $2::uuid, m.id, 1, 40 from m`,
      [event.id, id],
    )
    await changeAddress(id, { email: "new@example.org", emailKey: "new@example.org" })
    await postRound()
    expect(subjectsTo("new@example.org").sort()).toEqual(["News", "Registered"])
    expect(subjectsTo(person(1))).toEqual(["Registered"])
  })

  test("gets a message at the new address also when a worker had it in hand at that moment, whether it was read already or not", async () => {
    const event = await sixPeople()
    for (const number of [1, 2]) {
      const { id } = await find(event, person(number))
      await query(
        `with m as (insert into "Message" ("eventId", subject, body, audience, "createdBy") values ($1, 'News', 'Hello', 'registered', 'o') returning id)
         insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", round, urgency) select 'message:' || m.id || ':' || $2, 'message', $1, $2::uuid, m.id, 1, 40 from m`,
        [event.id, id],
      )
      const [claimed] = await claim("worker", 1)
      if (!claimed) throw new Error("the message was not there")
      const moves = () => changeAddress(id, { email: `new${number}@example.org`, emailKey: `new${number}@example.org` })
      const connection = await holdConnections().take()
      if (number === 1) await moves()
      // The turn is waited for when the letter is written and has not left.
      const outcome = await deliver(claimed, connection, async () => void (number === 2 && (await moves())))
      expect(outcome).toBe("unsent")
      await postRound()
      expect(subjectsTo(`new${number}@example.org`).sort()).toEqual(["News", "Registered"])
      expect(subjectsTo(person(number))).toEqual(["Registered"])
    }
  })

  test("whose old address is refused at that moment is not taken for one that bounced", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    const { id } = await find(event, person(1))
    const [claimed] = await claim("worker", 1)
    if (!claimed) throw new Error("the confirmation was not there")
    await changeAddress(id, { email: "new@example.org", emailKey: "new@example.org" })
    const failure = { stage: "recipient", code: 550, reply: "550 5.1.1 No such user" } as const
    await recordFailure(claimed, person(1), failure, verdict(failure, claimed, 0))
    expect((await find(event, "new@example.org")).bouncedAt).toBeNull()
    await postRound()
    expect(subjectsTo("new@example.org")).toEqual(["Registered"])
  })

  test("gets what still waited for the old address at the new one alone", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    await changeAddress((await find(event, person(1))).id, { email: "new@example.org", emailKey: "new@example.org" })
    await postRound()
    expect(linksTo(person(1))).toEqual(["-"])
    expect(linksTo("new@example.org")).toEqual(["1"])
    await timePasses(minute)
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })
})
