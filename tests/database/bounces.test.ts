import { describe, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { db } from "@/lib/db/client"
import { bounceAddress, opensBounceDoor } from "@/lib/deliveries/bounce-address"
import { recordBounce } from "@/lib/deliveries/bounces"
import { markSentByHand } from "@/lib/deliveries/by-hand"
import { claim } from "@/lib/deliveries/claims"
import { markData, recordSent } from "@/lib/deliveries/ledger"
import { retryFailed } from "@/lib/deliveries/runs"
import { provide, settings } from "@/lib/env"
import { cancel, restore } from "@/lib/registrations/mutations"
import { type Event, find, letters, makeEvent, minute, person, postRound, press, story, timePasses } from "../support/people"
import { exchangeReport, ordinaryMail, postfixReport } from "../support/reports"
import { linksTo, organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

/** The Message-ID of the newest letter that an address was sent. */
const newest = (address: string) => smtp.to(address).at(-1)?.mail.messageId ?? ""
const comesBack = (report: string) => recordBounce(Buffer.from(report), null)
const refused = (letter: string, recipient: string, id?: string) => comesBack(postfixReport({ letter, recipient, ...(id && { id }) }))
const audit = () => db().auditEntry.findMany({ where: { act: "letter bounced" } })

/** Somebody is registered and was sent the confirmation. */
async function confirmed(email = person(1)): Promise<Event> {
  const event = await makeEvent()
  await press(event, email)
  await postRound()
  return event
}

test("a letter that the server took comes back: it has failed, the address has bounced, and nothing more goes to it", async () => {
  const event = await confirmed()
  expect(await letters(event)).toMatchObject([{ state: "sent", smtpCode: 250 }])
  expect(await refused(newest(person(1)), person(1))).toBe("marked")
  const words = `550 5.1.1 <${person(1)}>: Recipient address rejected: User unknown in virtual mailbox table`
  expect(await letters(event)).toMatchObject([{ state: "failed", reason: "bounced later", smtpCode: 550, smtpReply: words }])
  expect((await find(event, person(1))).bouncedAt).not.toBeNull()
  const [row] = await letters(event)
  expect(await audit()).toMatchObject([{ userId: null, eventId: event.id, detail: { delivery: row?.id, kind: "confirmation" } }])
  await save(event, 1)
  await release(event, 1)
  await postRound()
  expect(await letters(event)).toMatchObject([
    { kind: "confirmation", state: "failed" },
    { kind: "join", state: "withheld", reason: "bounced address" },
  ])
  expect(smtp.to(person(1))).toHaveLength(1)
})

test("the desk's numbers still add up when joining details come back, and when the next version is out", async () => {
  const event = await sixPeople()
  await save(event, 1)
  await release(event, 1)
  await postRound()
  expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  expect(await refused(newest(person(1)), person(1))).toBe("marked")
  expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
  await save(event, 2)
  await release(event, 2)
  await postRound()
  expect(await progress(event)).toEqual({ registered: 6, sent: 5, failed: 1, addsUp: true })
  expect(linksTo(person(1))).toEqual(["-", "1"])
  expect(linksTo(person(2))).toEqual(["-", "1", "2"])
})

test("when a confirmation that carried the link comes back, the person does not count as holding it", async () => {
  const event = await sixPeople()
  await save(event, 1)
  await release(event, 1)
  await press(event, "late@example.org")
  await postRound()
  expect(await progress(event)).toEqual({ registered: 7, sent: 7, addsUp: true })
  expect(await refused(newest("late@example.org"), "late@example.org")).toBe("marked")
  expect(await progress(event)).toEqual({ registered: 7, sent: 6, failed: 1, addsUp: true })
  await timePasses(15 * minute)
  await postRound()
  expect((await progress(event))?.addsUp).toBe(true)
  expect(smtp.to("late@example.org")).toHaveLength(1)
})

describe("the same report again changes nothing", () => {
  test("when it comes twice, one after the other or at once", async () => {
    const event = await confirmed()
    expect((await Promise.all([refused(newest(person(1)), person(1)), refused(newest(person(1)), person(1))])).sort()).toEqual(["known", "marked"])
    const before = [await letters(event), await find(event, person(1))]
    await timePasses(minute)
    expect(await refused(newest(person(1)), person(1))).toBe("known")
    expect([await letters(event), await find(event, person(1))]).toEqual(before)
    expect(await audit()).toHaveLength(1)
  })

  test("also after the organiser had the letter sent again; a new report counts", async () => {
    const event = await confirmed()
    await refused(newest(person(1)), person(1))
    expect(await retryFailed(organiser, event.id)).toBe(1)
    await postRound()
    expect(await story(event, person(1))).toEqual(["confirmation sent"])
    expect(await refused(newest(person(1)), person(1))).toBe("known")
    expect(await story(event, person(1))).toEqual(["confirmation sent"])
    expect((await find(event, person(1))).bouncedAt).toBeNull()
    expect(await refused(newest(person(1)), person(1), "<another@relay.example.net>")).toBe("marked")
    expect(await story(event, person(1))).toEqual(["confirmation failed"])
  })

  test("nor one about a letter that was sent by hand meanwhile", async () => {
    const event = await sixPeople()
    await save(event, 1)
    smtp.meets(person(1), { at: "recipient", code: 550, words: "no" })
    await release(event, 1)
    await postRound()
    const [, join] = await letters(event, person(1))
    expect(await markSentByHand(organiser, event.id, [join?.id ?? ""])).toBe(1)
    expect(await refused(`<${join?.id}@localhost>`, person(1))).toBe("known")
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })
})

describe("the address is to blame only when it is the one that was written to", () => {
  test("in whatever case", async () => {
    const typed = "Ada.Example@Example.org"
    const event = await confirmed(typed)
    expect(await refused(newest(typed), "ada.example@EXAMPLE.ORG")).toBe("marked")
    expect((await find(event, typed)).bouncedAt).not.toBeNull()
  })

  test("not when the letter was forwarded, and came back from there", async () => {
    const event = await confirmed()
    expect(await refused(newest(person(1)), "somewhere@else.example")).toBe("marked")
    expect(await letters(event)).toMatchObject([{ state: "failed", reason: "bounced later" }])
    expect((await find(event, person(1))).bouncedAt).toBeNull()
  })

  test("not when it arrived there, and failed at another one", async () => {
    const event = await confirmed()
    const both = postfixReport({ letter: newest(person(1)), recipient: "somewhere@else.example" }).replace(
      "Final-Recipient",
      `Final-Recipient: rfc822; ${person(1)}\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient`,
    )
    expect(await comesBack(both)).toBe("not failed")
    expect(await story(event, person(1))).toEqual(["confirmation sent"])
  })

  test("not when the person has come back since, and the letter is of an earlier round", async () => {
    const event = await confirmed()
    const first = newest(person(1))
    const { id } = await find(event, person(1))
    await cancel(id)
    await restore(id)
    await postRound()
    expect(await refused(first, person(1))).toBe("marked")
    expect((await letters(event, person(1)))[0]).toMatchObject({ kind: "confirmation", round: 1, state: "failed" })
    expect((await find(event, person(1))).bouncedAt).toBeNull()
  })
})

test.each([
  ["that is still under way", (letter: string) => postfixReport({ letter, recipient: person(1), action: "delayed", status: "4.4.1" }), "not failed"],
  ["that has arrived", (letter: string) => postfixReport({ letter, recipient: person(1), action: "delivered", status: "2.0.0" }), "not failed"],
  ["of another site", () => exchangeReport({ letter: "<0f8fad5b-d9cb-469f-a165-70867728950e@localhost>", recipient: person(1) }), "unknown letter"],
  ["that is not named", () => exchangeReport({ letter: null, recipient: person(1) }), "unknown letter"],
  ["that somebody wrote", () => ordinaryMail, "no report"],
])("a report on a letter %s changes nothing", async (_, report, outcome) => {
  const event = await confirmed()
  const before = [await letters(event), await find(event, person(1))]
  expect(await comesBack(report(newest(person(1))))).toBe(outcome)
  expect([await letters(event), await find(event, person(1))]).toEqual(before)
  expect(await audit()).toEqual([])
})

test("a letter that was given up because the mailbox stayed full has failed, and the address is not to blame", async () => {
  const event = await confirmed()
  expect(await comesBack(postfixReport({ letter: newest(person(1)), recipient: person(1), status: "4.2.2" }))).toBe("marked")
  expect((await letters(event, person(1))).map(({ state, reason }) => [state, reason])).toEqual([["failed", "bounced later"]])
  expect((await find(event, person(1))).bouncedAt).toBeNull()
})

test("a letter whose body is still on its way can come back: it is not sent a second time, and its worker cannot make it sent", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  const [claimed] = await claim("worker", 1)
  if (!claimed) throw new Error("nothing was claimed")
  await markData({ claimed, carriesJoin: false, recipient: person(1) })
  expect(await refused(`<${claimed.id}@localhost>`, person(1))).toBe("marked")
  await recordSent({ claimed, code: 250, reply: "250 taken" })
  await timePasses(minute)
  await postRound()
  expect(await letters(event)).toMatchObject([{ state: "failed", reason: "bounced later", worker: null, possiblyTwice: 0 }])
  expect(smtp.messages).toEqual([])
})

test("a letter that has not left yet cannot come back", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  const [row] = await letters(event)
  expect(await refused(`<${row?.id}@localhost>`, person(1))).toBe("known")
  await postRound()
  expect(await story(event, person(1))).toEqual(["confirmation sent"])
})

test("an organiser who pastes the mail is named in the audit", async () => {
  const event = await confirmed()
  const report = exchangeReport({ letter: newest(person(1)), recipient: person(1) })
  expect(await recordBounce(Buffer.from(report), organiser)).toBe("marked")
  expect(await audit()).toMatchObject([{ userId: organiser.id, eventId: event.id }])
})

test("a sign-in letter that comes back has failed, and belongs to no event", async () => {
  await requestSignIn(organiser.email)
  await postRound()
  expect(await refused(newest(organiser.email), organiser.email)).toBe("marked")
  expect(await db().delivery.findMany({ where: { kind: "sign-in" } })).toMatchObject([{ state: "failed", reason: "bounced later" }])
  expect(await audit()).toMatchObject([{ userId: null, eventId: null, detail: { kind: "sign-in" } }])
})

test("the address for mail systems opens the door as long as the secret that made it is kept, and no other key does", () => {
  const { secrets } = settings()
  const newer = "the secret of this year with 32 letters or more"
  const key = new URL(bounceAddress(organiser)).searchParams.get("key") ?? ""
  expect(opensBounceDoor(key)).toBe(true)
  for (const wrong of [null, "", `${key}A`, key.slice(1), key.replace(/^./, (first) => (first === "A" ? "B" : "A"))]) expect(opensBounceDoor(wrong)).toBe(false)
  provide({ AUTH_SECRET: [newer, ...secrets].join() })
  expect(opensBounceDoor(key)).toBe(true)
  expect(bounceAddress(organiser)).not.toContain(key)
  provide({ AUTH_SECRET: newer })
  expect(opensBounceDoor(key)).toBe(false)
  provide({ AUTH_SECRET: secrets.join() })
})
