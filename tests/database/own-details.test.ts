import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { questionsOf } from "@/lib/questions/rules"
import { getAddressChange, getPendingAddress, proveAddress } from "@/lib/registrations/address-changes"
import { cancel } from "@/lib/registrations/mutations"
import { changeOwnDetails } from "@/lib/registrations/own-details"
import { getAttendance } from "@/lib/registrations/queries"
import { attendToken } from "@/lib/registrations/token"
import { day, type Event, find, hour, letters, makeEvent, minute, numbers, person, postRound, press, story, timePasses } from "../support/people"
import { progress, release, save, smtp, withTheDesk } from "../support/sending"

// What people change about themselves. Another address counts once its mailbox has said yes.

withTheDesk()

const both = { "11111111-1111-4111-8111-111111111111": "line", "22222222-2222-4222-8222-222222222222": "any" }
const [jobTitle = "", parts = ""] = Object.keys(both)
const questions = Object.entries(both).map(([id, kind]) => ({
  ...{ id, kind, label: kind, hint: "", required: false, choices: kind === "any" ? ["Talks", "Dinner"] : [] },
}))

/** The form as it comes back with these fields changed. */
async function change(event: Event, email: string, fields: Record<string, string>) {
  const { id, name, organisation } = await find(event, email)
  const asked = questionsOf(event)
  return changeOwnDetails(id, ownDetailsSchemaOf(asked).parse({ name, email, organisation, ...fields }), asked)
}
const mails = (address: string) => smtp.to(address).map(({ mail }) => mail.subject?.split(":")[0])
const newest = (address: string) => (smtp.to(address).at(-1)?.mail.text ?? "").replace(/\s+/g, " ")
const proofIn = (address: string) => /\/address\/([\w-]{44})/.exec(newest(address))?.[1] ?? ""

async function registered(facts: Parameters<typeof makeEvent>[0] = {}): Promise<Event> {
  const event = await makeEvent({ questions, ...facts })
  await press(event, person(1))
  await postRound()
  return event
}
/** Somebody asks for another address. Returns the token in the mail that went there. */
async function ask(event: Event, from: string, to: string): Promise<string> {
  expect(await change(event, from, { email: to })).toBe("saved")
  await postRound()
  return proofIn(to)
}

describe("name, organisation, answers and news", () => {
  test("change at once, and a letter says so, once in ten minutes at most", async () => {
    const event = await registered()
    const fields = { name: "Ada Lovelace", organisation: "Analytical Engines", [`q.${jobTitle}`]: "Countess", [`q.${parts}.2`]: "Dinner", updates: "yes" }
    expect(await change(event, person(1), fields)).toBe("saved")
    expect(await find(event, person(1))).toMatchObject({
      ...{ name: "Ada Lovelace", organisation: "Analytical Engines", updates: true, round: 1, tokenVersion: 1 },
      answers: { [jobTitle]: "Countess", [parts]: ["Dinner"] },
    })
    await change(event, person(1), { ...fields, name: "Ada King" })
    expect(await story(event, person(1))).toEqual(["confirmation sent", "details queued"])
    await postRound()
    expect(mails(person(1))).toEqual(["Registered", "Your details have changed"])
    await change(event, person(1), { ...fields, name: "Ada Byron" })
    await postRound()
    expect(mails(person(1))).toHaveLength(2)
    await timePasses(11 * minute)
    await change(event, person(1), { ...fields, name: "Ada Again" })
    await postRound()
    expect(mails(person(1))).toEqual(["Registered", "Your details have changed", "Your details have changed"])
  })

  test("that stay as they are make no letter, and fifty forms at once make one", async () => {
    const event = await registered()
    expect(await change(event, person(1), {})).toBe("saved")
    expect(await story(event, person(1))).toEqual(["confirmation sent"])
    await Promise.all(numbers(50).map((number) => change(event, person(1), { name: `Ada ${number}` })))
    expect(await story(event, person(1))).toEqual(["confirmation sent", "details queued"])
  })

  test("keep the answers to questions that are no longer asked", async () => {
    const event = await registered()
    await change(event, person(1), { [`q.${jobTitle}`]: "Countess", [`q.${parts}.1`]: "Talks" })
    await change({ ...event, questions: questions.slice(1) }, person(1), {})
    expect((await find(event, person(1))).answers).toEqual({ [jobTitle]: "Countess" })
  })

  test("can be changed by those who wait, and not by those who have cancelled, nor after the end", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await press(event, person(1))
    await press(event, person(2))
    expect(await change(event, person(2), { name: "Grace" })).toBe("saved")
    await cancel((await find(event, person(1))).id)
    expect(await change(event, person(1), { name: "Somebody else" })).toBe("closed")
    await timePasses(12 * day)
    expect(await change(event, person(2), { name: "Somebody else" })).toBe("closed")
    expect((await find(event, person(2))).name).toBe("Grace")
  })
})

describe("another address", () => {
  test("moves nothing until its mailbox says yes; then both mailboxes are told, and earlier links open nothing", async () => {
    const event = await registered()
    await save(event, 1)
    await release(event, 1)
    await postRound()
    const before = await find(event, person(1))
    const token = await ask(event, person(1), "New@Example.org")
    expect(mails("New@Example.org")).toEqual(["Confirm your new address"])
    expect(newest("New@Example.org")).not.toMatch(/\/attend\/|webinar\.example|pass-1/)
    expect(await find(event, person(1))).toEqual(before)
    expect(await getPendingAddress(before.id)).toBe("New@Example.org")
    expect((await getAddressChange(token))?.face).toBe("open")
    const opened = await proveAddress(token)
    if (!opened || opened === "kept") throw new Error("nothing was proven")
    expect(await getAttendance(attendToken(before))).toBeNull()
    expect(await getAttendance(opened.token)).toMatchObject({ email: "New@Example.org", emailKey: "new@example.org", round: 2, tokenVersion: 2 })
    expect(await getPendingAddress(before.id)).toBeNull()
    await postRound()
    expect(mails(person(1)).at(-1)).toBe("Your address was changed")
    expect(newest(person(1))).toContain("was changed to New@Example.org.")
    expect(newest(person(1))).not.toMatch(/\/attend\/|webinar\.example|pass-1/)
    expect(mails("New@Example.org")).toEqual(["Confirm your new address", "Registered"])
    expect(newest("New@Example.org")).toContain("https://webinar.example/j/1")
    expect(await progress(event)).toEqual({ registered: 1, sent: 1, addsUp: true })
    // Once is enough.
    expect((await getAddressChange(token))?.face).toBe("proven")
    expect(await proveAddress(token)).toBe("kept")
    expect((await find(event, "New@Example.org")).round).toBe(2)
  })

  test("is asked for alike whether somebody of the event has it or not, and does not become theirs then", async () => {
    const event = await registered()
    await press(event, person(2))
    await postRound()
    const token = await ask(event, person(1), person(2))
    expect(token).not.toBe("")
    expect((await getAddressChange(token))?.face).toBe("taken")
    expect(await proveAddress(token)).toBe("kept")
    expect(await find(event, person(1))).toMatchObject({ round: 1, tokenVersion: 1 })
  })

  test("counts for the newest wish alone, for a day, in the round of the wish, and not for another's token", async () => {
    const event = await registered()
    const first = await ask(event, person(1), "first@example.org")
    const second = await ask(event, person(1), "second@example.org")
    expect((await getAddressChange(first))?.face).toBe("void")
    expect(await proveAddress(first)).toBe("kept")
    expect(await getAddressChange(attendToken(await find(event, person(1))))).toBeNull()
    expect(await getAddressChange(`${second.slice(0, 22)}${first.slice(22)}`)).toBeNull()
    await timePasses(24 * hour - minute)
    expect((await getAddressChange(second))?.face).toBe("open")
    await timePasses(2 * minute)
    expect((await getAddressChange(second))?.face).toBe("expired")
    expect(await proveAddress(second)).toBe("kept")
    const third = await ask(event, person(1), "third@example.org")
    await cancel((await find(event, person(1))).id)
    expect((await getAddressChange(third))?.face).toBe("over")
    await press(event, person(1))
    expect((await getAddressChange(third))?.face).toBe("void")
    expect(await proveAddress(third)).toBe("kept")
  })

  test("is asked for five times an hour at most, and with the sixth nothing else changes either", async () => {
    const event = await registered()
    const outcomes = await Promise.all(numbers(8).map((number) => change(event, person(1), { email: `new${number}@example.org` })))
    expect(outcomes.toSorted()).toEqual([...Array(5).fill("saved"), ...Array(3).fill("tooMany")])
    expect(await change(event, person(1), { email: "new9@example.org", name: "Somebody else" })).toBe("tooMany")
    expect((await find(event, person(1))).name).toBe("Ada Example")
    await timePasses(hour + minute)
    expect(await change(event, person(1), { email: "new9@example.org" })).toBe("saved")
  })

  test("two presses at the same moment change it once", async () => {
    const event = await registered()
    const token = await ask(event, person(1), "new@example.org")
    const pressed = await Promise.all(numbers(10).map(() => proveAddress(token)))
    expect(pressed.filter((outcome) => outcome !== "kept")).toHaveLength(1)
    expect((await letters(event)).filter(({ kind }) => kind === "address-changed")).toHaveLength(1)
    expect((await find(event, "new@example.org")).round).toBe(2)
  })

  test("two people who prove the same one at the same moment: one has it", async () => {
    const event = await registered()
    await press(event, person(2))
    const [one, two] = [await ask(event, person(1), "new@example.org"), await ask(event, person(2), "new@example.org")]
    const outcomes = await Promise.all([one, two].map((token) => proveAddress(token)))
    expect(outcomes.filter((outcome) => outcome === "kept")).toHaveLength(1)
  })
})

describe("bounces", () => {
  const refuse = (address: string) => smtp.meets(address, { at: "recipient", code: 550, words: "5.1.1 no such user" })

  test("of the new mailbox leave the old one as it is", async () => {
    const event = await registered()
    refuse("new@example.org")
    await change(event, person(1), { email: "new@example.org" })
    await postRound()
    expect(await story(event, person(1))).toEqual(["confirmation sent", "address-proof failed"])
    expect((await find(event, person(1))).bouncedAt).toBeNull()
  })

  test("of the old mailbox leave the new one as it is", async () => {
    const event = await registered()
    const token = await ask(event, person(1), "new@example.org")
    await proveAddress(token)
    refuse(person(1))
    await postRound()
    expect((await letters(event)).find(({ kind }) => kind === "address-changed")).toMatchObject({ state: "failed" })
    expect((await find(event, "new@example.org")).bouncedAt).toBeNull()
  })

  test("before it do not keep the proof back, and a mailbox that is known to refuse is not told", async () => {
    const event = await registered()
    await query(`update "Registration" set "bouncedAt" = foyer_now() where "eventId" = $1`, [event.id])
    const token = await ask(event, person(1), "new@example.org")
    expect(token).not.toBe("")
    await proveAddress(token)
    await postRound()
    expect(await story(event, "new@example.org")).toEqual(expect.arrayContaining(["address-changed withheld", "confirmation sent"]))
  })
})

test("the word to the old mailbox goes although the person changes the address again and cancels before it could", async () => {
  const event = await registered()
  await proveAddress(await ask(event, person(1), "second@example.org"))
  await change(event, "second@example.org", { email: "third@example.org" })
  await query(`update "Delivery" set "runAt" = foyer_now() + interval '1 hour' where kind = 'address-changed'`)
  await postRound()
  await proveAddress(proofIn("third@example.org"))
  await cancel((await find(event, "third@example.org")).id)
  await timePasses(2 * hour)
  await postRound()
  expect(mails(person(1))).toContain("Your address was changed")
  expect(mails("second@example.org")).toContain("Your address was changed")
})
