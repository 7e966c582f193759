import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { deliver } from "@/lib/deliveries/deliver"
import { materialiseDue } from "@/lib/deliveries/due"
import { publishEvent } from "@/lib/events/mutations"
import { holdConnections } from "@/lib/mail/transport"
import { cancel, restore } from "@/lib/registrations/mutations"
import { find, letters, makeEvent, minute, numbers, person, postRound, press, registerPeople, reread, story, timePasses } from "../support/people"
import { countToSend, linksTo, organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

describe("a release", () => {
  test("sends link and passcode to everyone registered, once, however often it is pressed", async () => {
    const event = await sixPeople()
    await save(event, 1)
    expect(await countToSend(event.id)).toBe(6)
    expect(await Promise.all(numbers(5).map(() => release(event, 1)))).toEqual(numbers(5).map(() => "released"))
    await postRound()
    expect(await release(event, 1)).toBe("released")
    await postRound()
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "1"])
    expect(smtp.to(person(1))[1]?.mail.text).toContain("pass-1")
    expect(await countToSend(event.id)).toBe(0)
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("puts the link into the confirmation of whoever registers later: one mail, not two", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await press(event, "late@example.org")
    await postRound()
    await query(`update "Event" set "nextDueAt" = foyer_now()`)
    await postRound()
    expect(linksTo("late@example.org")).toEqual(["1"])
    expect(await story(event, "late@example.org")).toEqual(["confirmation sent"])
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
  })

  test("that finds a confirmation still waiting lets it carry the link, and sends no second mail", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await save(event, 1)
    await release(event, 1)
    await postRound()
    expect(linksTo(person(1))).toEqual(["1"])
  })

  test("does not reach those who wait or have cancelled", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await registerPeople(event, 1)
    await press(event, person(3))
    await press(event, person(2))
    await cancel((await find(event, person(2))).id)
    await save(event, 1)
    expect(await countToSend(event.id)).toBe(0)
    await release(event, 1)
    await postRound()
    await timePasses(11 * minute)
    await press(event, person(3))
    await postRound()
    expect([1, 2, 3].map((number) => linksTo(person(number)))).toEqual([["1"], ["-"], ["-", "-"]])
    expect(await progress(event)).toEqual({ registered: 1, sent: 1, addsUp: true })
  })

  test("reaches again who cancels and comes back", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const { id } = await find(event, person(1))
    await cancel(id)
    await postRound()
    expect(await progress(event)).toEqual({ registered: 5, sent: 5, addsUp: true })
    await restore(id)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "1", "-", "1"])
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("of details that have changed meanwhile is refused, as is one of a draft or of an event that is over", async () => {
    const event = await makeEvent({ status: "draft" })
    await save(event, 1)
    expect(await release(event, 1)).toBe("notPublished")
    await publishEvent(organiser, event.id)
    await save(event, 2)
    expect(await release(event, 1)).toBe("changed")
    await query(`update "Event" set "endsAt" = foyer_now() - interval '1 second', "startsAt" = foyer_now() - interval '1 hour'`)
    expect(await release(event, 2)).toBe("over")
    expect(await release({ id: "00000000-0000-0000-0000-000000000000" }, 1)).toBeNull()
  })
})

describe("a change after the release", () => {
  test("is told to those alone who hold the earlier version", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    expect(await save(event, 2)).toBe("saved")
    expect(await save(event, 2)).toBe("saved")
    expect((await reread(event)).joinVersion).toBe(2)
    await press(event, "late@example.org")
    await postRound()
    expect(linksTo("late@example.org")).toEqual(["2"])
    expect(await countToSend(event.id)).toBe(6)
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
    await release(event, 2)
    await postRound()
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "1", "2"])
    expect(smtp.to(person(1)).at(-1)?.mail.subject).toMatch(/^New joining link: /)
    expect(linksTo("late@example.org")).toEqual(["2"])
    expect(await countToSend(event.id)).toBe(0)
    expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
  })

  test("travels with the letters of the first version that still wait", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await materialiseDue()
    await save(event, 2)
    expect(await countToSend(event.id)).toBe(0)
    await postRound()
    await release(event, 2)
    await postRound()
    for (const number of numbers(6)) expect(linksTo(person(number))).toEqual(["-", "2"])
    expect((await letters(event)).map(({ joinVersion }) => joinVersion)).toEqual([...numbers(6).map(() => null), ...numbers(6).map(() => 2)])
  })

  test("while a letter is being written has it written again", async () => {
    const event = await makeEvent()
    await save(event, 1)
    await release(event, 1)
    await press(event, person(1))
    const [claimed] = await claim("worker", 1)
    await save(event, 2)
    if (claimed) await deliver(claimed, await holdConnections().take())
    expect(await story(event, person(1))).toEqual(["confirmation queued"])
    expect(smtp.messages).toHaveLength(0)
    await postRound()
    expect(linksTo(person(1))).toEqual(["2"])
  })

  test("cannot be told to an address that has bounced, and the number on the button says so", async () => {
    const event = await sixPeople()
    smtp.meets(person(1), { at: "recipient", code: 550, words: "5.1.1 No such user" })
    await save(event, 1)
    await release(event, 1)
    await postRound()
    expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
    expect(await countToSend(event.id)).toBe(0)
    await save(event, 2)
    expect(await countToSend(event.id)).toBe(5)
    await release(event, 2)
    await postRound()
    expect(await progress(event)).toMatchObject({ registered: 6, sent: 5, addsUp: true })
    expect(smtp.attempts.filter((address) => address === person(1))).toHaveLength(2)
  })
})
