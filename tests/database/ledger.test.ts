import { beforeEach, describe, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { db, query } from "@/lib/db/client"
import { type Claim, claim, recoverOrphans, renewLeases } from "@/lib/deliveries/claims"
import { markData, recordFailure, recordSent, release, withhold } from "@/lib/deliveries/ledger"
import { settings } from "@/lib/env"
import type { Failure, Verdict } from "@/lib/mail/replies"
import { cancel } from "@/lib/registrations/mutations"
import { makeOrganiser } from "../support/organiser"
import { find, inItsOwnDatabase, letters, makeEvent, minute, numbers, person, press, registerPeople, startAfresh, timePasses } from "../support/people"
import { without } from "../support/without"

inItsOwnDatabase()

const leaseSeconds = 30
beforeEach(startAfresh)

const letter = { carriesJoin: false, recipient: person(1) }
const accepted = { code: 250, reply: "250 taken" }
const refused: Failure = { stage: "recipient", code: 550, reply: "550 nobody here" }
const forGood: Verdict = { state: "failed", wait: 0, usesTry: true, setback: false, reason: "address refused", bounced: true }

/** Somebody is registered, and a worker has claimed the confirmation. */
async function claimed(worker: string): Promise<Claim> {
  const event = await makeEvent()
  await press(event, person(1))
  const [row] = await claim(worker, 1)
  if (!row) throw new Error("nothing was claimed")
  return row
}
const row = ({ id }: { id: string }) => db().delivery.findUniqueOrThrow({ where: { id } })

describe("claiming", () => {
  test("ten workers at once never hold the same row", async () => {
    await registerPeople(await makeEvent(), 60)
    const hands = await Promise.all(numbers(10).map((number) => claim(`worker ${number}`, 10)))
    const ids = hands.flat().map(({ id }) => id)
    expect(ids).toHaveLength(60)
    expect(new Set(ids).size).toBe(60)
  })

  test("the most urgent goes first, and among equals the one that has waited longest", async () => {
    const organiser = await makeOrganiser()
    const event = await makeEvent({ joinUrl: "https://webinar.example/j/1", joinVersion: 1 })
    await press(event, person(3))
    await cancel((await find(event, person(3))).id)
    await press(event, person(1))
    await timePasses(11 * minute)
    await press(event, person(2))
    await requestSignIn(organiser.email)
    const order: string[] = []
    for (const _ of numbers(4)) order.push(...(await claim("worker", 1)).map(({ key }) => key))
    const [first, second, third] = await Promise.all([1, 2, 3].map((number) => find(event, person(number))))
    expect(order[0]).toMatch(/^sign-in:/)
    expect(order.slice(1)).toEqual([`confirmation:${first?.id}:r1`, `confirmation:${second?.id}:r1`, `cancelled:${third?.id}:r1`])
  })

  test("the connection that is kept for what is urgent takes sign-in and confirmation alone", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await press(event, person(2))
    await cancel((await find(event, person(2))).id)
    expect((await claim("worker", 10, { urgentOnly: true })).map(({ kind }) => kind)).toEqual(["confirmation"])
    expect((await claim("worker", 10)).map(({ kind }) => kind)).toEqual(["cancelled"])
  })

  test("a row that waits for a later try is left alone until then", async () => {
    const mine = await claimed("worker")
    await recordFailure(mine, null, { ...refused, code: 450 }, { state: "queued", wait: 300, usesTry: true, setback: false, reason: null, bounced: false })
    await timePasses(299)
    expect(await claim("worker", 1)).toEqual([])
    await timePasses(2)
    expect(await claim("worker", 1)).toMatchObject([{ id: mine.id, tries: 1 }])
  })
})

describe("a worker that died", () => {
  test("before the body left: its row is sent by another, and does not count as twice", async () => {
    const { id } = await claimed("dead")
    await timePasses(leaseSeconds - 1)
    expect(await recoverOrphans()).toEqual({ sending: 0, data: 0 })
    await timePasses(2)
    expect(await recoverOrphans()).toEqual({ sending: 1, data: 0 })
    expect(await claim("alive", 1)).toMatchObject([{ id, tries: 0 }])
    expect(await row({ id })).toMatchObject({ state: "sending", possiblyTwice: 0 })
  })

  test("while the body was leaving: its row is sent again, and counts as twice", async () => {
    const mine = await claimed("dead")
    expect(await markData({ claimed: mine, ...letter })).toBe(true)
    await timePasses(leaseSeconds + 1)
    expect(await recoverOrphans()).toEqual({ sending: 0, data: 1 })
    expect(await claim("alive", 1)).toMatchObject([{ id: mine.id }])
    expect(await row(mine)).toMatchObject({ state: "sending", possiblyTwice: 1 })
  })

  test("in a large send: its row goes before its equals, and stays behind what is urgent", async () => {
    const event = await makeEvent()
    await registerPeople(event, 3)
    await query(`update "Delivery" set urgency = 30`)
    const [mine] = await claim("dead", 1)
    await timePasses(leaseSeconds + 1)
    await query(`update "Delivery" set "runAt" = "runAt" - interval '1 hour' where state = 'queued'`)
    await recoverOrphans()
    expect(await claim("alive", 1)).toMatchObject([{ id: mine?.id }])
    for (const urgency of [11, 12, 30]) {
      await query(`update "Delivery" set urgency = $1, "leaseUntil" = foyer_now() where state = 'sending'`, [urgency])
      await recoverOrphans()
      expect(await claim("urgent alone", 1, { urgentOnly: true })).toEqual([])
      await claim("alive", 1)
    }
  })

  test("is noticed by one of ten others, and its rows are counted once", async () => {
    await registerPeople(await makeEvent(), 20)
    expect(await claim("dead", 20)).toHaveLength(20)
    await timePasses(leaseSeconds + 1)
    const found = await Promise.all(numbers(10).map(() => recoverOrphans()))
    expect(found.reduce((sum, { sending }) => sum + sending, 0)).toBe(20)
  })
})

describe("a worker that lost its lease", () => {
  test("cannot mark that the body leaves, even before another has noticed", async () => {
    const mine = await claimed("stalled")
    await timePasses(leaseSeconds + 1)
    expect(await markData({ claimed: mine, ...letter })).toBe(false)
    expect((await row(mine)).state).toBe("sending")
  })

  test("changes nothing in the row that another holds, whatever it does", async () => {
    const mine = await claimed("stalled")
    await timePasses(leaseSeconds + 1)
    await recoverOrphans()
    const [theirs] = await claim("alive", 1)
    const before = await row(mine)
    const attempts = async () => {
      expect(await markData({ claimed: mine, ...letter })).toBe(false)
      await recordSent({ claimed: mine, ...accepted })
      await recordFailure(mine, null, refused, forGood)
      await withhold(mine, "cancelled")
      await release(mine)
    }
    await attempts()
    expect(await row(mine)).toEqual(before)
    if (theirs) expect(await markData({ claimed: theirs, ...letter })).toBe(true)
    await attempts()
    expect((await row(mine)).state).toBe("data")
    expect(await query(`select from "Registration" where "bouncedAt" is not null`)).toEqual([])
    if (theirs) await recordSent({ claimed: theirs, ...accepted })
    expect(await row(mine)).toMatchObject({ state: "sent", smtpCode: 250, possiblyTwice: 0 })
  })

  test("and then claims the same row again does not take its earlier self for the holder", async () => {
    const earlier = await claimed("alone")
    await timePasses(leaseSeconds + 1)
    await recoverOrphans()
    const [later] = await claim("alone", 1)
    expect(later && (await markData({ claimed: later, ...letter }))).toBe(true)
    await recordFailure(earlier, null, refused, forGood)
    await recordSent({ claimed: earlier, ...accepted })
    expect((await row(earlier)).state).toBe("data")
  })

  test("keeps it as long as it renews, and only for the rows that it has in hand", async () => {
    const [first, second] = [await claimed("busy"), await claimed("busy")]
    await timePasses(leaseSeconds - 5)
    await renewLeases([first])
    await timePasses(10)
    expect(await recoverOrphans()).toEqual({ sending: 1, data: 0 })
    expect((await row(first)).state).toBe("sending")
    expect((await row(second)).state).toBe("queued")
    await timePasses(leaseSeconds)
    await renewLeases([first])
    expect(await recoverOrphans()).toEqual({ sending: 1, data: 0 })
  })
})

describe("the body does not leave when the world is no longer the one that the letter was written from", () => {
  const changes = {
    "there are other join details": `update "Event" set "joinVersion" = 2`,
    "they were released": `update "Event" set "joinReleasedVersion" = 1`,
    "the event was moved": `update "Event" set "startsAt" = "startsAt" + interval '1 hour'`,
    "it ends at another time": `update "Event" set "endsAt" = "endsAt" + interval '1 hour'`,
    "the calendar entry changed": `update "Event" set sequence = 1`,
    "the event was cancelled": `update "Event" set status = 'cancelled'`,
    "the person cancelled": `update "Registration" set status = 'cancelled'`,
    "the person cancelled and came back": `update "Registration" set round = 2`,
    "the person has another address": `update "Registration" set email = 'new@example.org'`,
    "the personal link was revoked": `update "Registration" set "tokenVersion" = 2`,
  }

  test.each(Object.entries(changes))("because %s", async (_, change) => {
    const mine = await claimed("worker")
    await query(`update "Event" set "joinUrl" = 'https://webinar.example/j/1', "joinVersion" = 1`)
    await release(mine)
    const [fresh] = await claim("worker", 1)
    if (!fresh) throw new Error("nothing was claimed")
    await query(change)
    expect(await markData({ claimed: fresh, ...letter })).toBe(false)
    await release(fresh)
    const [again] = await claim("worker", 1)
    expect(again && (await markData({ claimed: again, ...letter }))).toBe(true)
  })

  test("and it does when nothing changed, or only what no letter says", async () => {
    const mine = await claimed("worker")
    await query(`update "Event" set taken = taken + 1`)
    await query(`update "Registration" set "joinedAt" = foyer_now()`)
    expect(await markData({ claimed: mine, ...letter })).toBe(true)
  })

  test("a ledger that does not look at the world would send the stale letter: this story would notice", async () => {
    const putBack = await without(settings().DATABASE_URL ?? "", "letter_world", "looks at the world again")
    try {
      for (const change of Object.values(changes)) {
        await startAfresh()
        const mine = await claimed("worker")
        await query(`update "Event" set "joinVersion" = 1`)
        await query(change)
        expect(await markData({ claimed: mine, ...letter })).toBe(true)
      }
    } finally {
      await putBack()
    }
  })
})

test("the database refuses a row that is on its way in nobody's hands", async () => {
  const mine = await claimed("worker")
  await expect(query(`update "Delivery" set worker = null where id = $1`, [mine.id])).rejects.toThrow("Delivery_worker_holds_lease")
})

test("an address that was refused for good has bounced: its letters that wait are withheld, and no other person's", async () => {
  const event = await makeEvent()
  await registerPeople(event, 2)
  const [mine] = await claim("worker", 1)
  if (!mine) throw new Error("nothing was claimed")
  await recordFailure(mine, person(1), refused, forGood)
  expect(await row(mine)).toMatchObject({ state: "failed", tries: 1, smtpCode: 550, smtpReply: "550 nobody here", worker: null })
  expect((await find(event, person(1))).bouncedAt).not.toBeNull()
  expect((await find(event, person(2))).bouncedAt).toBeNull()
})

test("two rows of one key cannot be", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  const [existing] = await letters(event)
  await expect(query(`insert into "Delivery" (key, kind, urgency) values ($1, 'confirmation', 10)`, [existing?.key])).rejects.toThrow("Delivery_key_key")
})
