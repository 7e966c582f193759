import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { deliver } from "@/lib/deliveries/deliver"
import { materialiseDue } from "@/lib/deliveries/due"
import { getProgress } from "@/lib/deliveries/progress"
import { holdConnections } from "@/lib/mail/transport"
import { cancel } from "@/lib/registrations/mutations"
import { find, letters, minute, numbers, person, postRound, press, timePasses } from "../support/people"
import { progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

describe("what the desk shows of a release", () => {
  test("adds up at each step", async () => {
    const event = await sixPeople()
    await save(event, 1)
    expect(await progress(event)).toBeNull()
    await release(event, 1)
    expect(await progress(event)).toEqual({ registered: 6, beingPrepared: 6, addsUp: true })
    await materialiseDue()
    expect(await progress(event)).toEqual({ registered: 6, queued: 6, addsUp: true })
    const claims = await claim("worker", 2)
    expect(await progress(event)).toEqual({ registered: 6, queued: 4, sending: 2, addsUp: true })
    smtp.meets(person(1), { at: "recipient", code: 550, words: "no" })
    smtp.meets(person(2), { at: "recipient", code: 450, words: "later" })
    const first = await letters(event, person(1))
    for (const claimed of claims) await deliver(claimed, await holdConnections().take())
    await press(event, "late@example.org")
    expect((await progress(event))?.registered).toBe(7)
    await cancel((await find(event, person(6))).id)
    expect((await progress(event))?.registered).toBe(6)
    await postRound()
    expect(first).toHaveLength(2)
    expect(await progress(event)).toEqual({ registered: 6, sent: 4, failed: 1, queued: 1, addsUp: true })
    await timePasses(8 * minute)
    await postRound()
    expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
  })

  test.each([person(1), "late@example.org"])("no longer adds up when somebody deletes the row that %s was sent by", async (email) => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    await press(event, "late@example.org")
    await postRound()
    const { id } = await find(event, email)
    await query(`delete from "Delivery" where "registrationId" = $1 and "joinVersion" = 1`, [id])
    expect(await progress(event)).toEqual({ registered: 7, sent: 6, addsUp: false })
  })

  test("adds up while a whole hall registers, cancels and is mailed at once", async () => {
    const event = await sixPeople()
    await save(event, 1)
    await release(event, 1)
    const ids = await Promise.all(numbers(6).map(async (number) => (await find(event, person(number))).id))
    let over = false
    const looks = (async () => {
      const seen: boolean[] = []
      while (!over) seen.push((await getProgress(event.id))?.addsUp ?? false)
      return seen
    })()
    await Promise.all([postRound(), ...ids.slice(0, 3).map((id) => cancel(id)), ...numbers(10).map((number) => press(event, `late${number}@example.org`))])
    await postRound()
    over = true
    const seen = await looks
    expect(seen.length).toBeGreaterThan(3)
    expect(seen).toEqual(seen.map(() => true))
    expect(await progress(event)).toEqual({ registered: 13, sent: 13, addsUp: true })
  })
})
