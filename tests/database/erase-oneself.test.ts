import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { claim, recoverOrphans } from "@/lib/deliveries/claims"
import { markData, release as putBack, recordSent } from "@/lib/deliveries/ledger"
import { saveDraft } from "@/lib/drafts"
import { settings } from "@/lib/env"
import { keepImport } from "@/lib/imports/mutations"
import { lostLinkSchema } from "@/lib/own-details/schema"
import { actOnRegistrants } from "@/lib/registrations/acts"
import { askForAddress, proveAddress } from "@/lib/registrations/address-changes"
import { changeDetails } from "@/lib/registrations/desk"
import { eraseOneself } from "@/lib/registrations/erase"
import { readHeld } from "@/lib/registrations/held"
import { askForLink } from "@/lib/registrations/lost-links"
import { changeAddress, recordJoin } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"
import { detailsSchema } from "@/lib/registrations/schema"
import { addressLink, attendToken } from "@/lib/registrations/token"
import { dumpDatabase } from "../support/dump"
import { type Event, find, letters, makeEvent, person, postRound, press, registerPeople, reread, story } from "../support/people"
import { organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

// Somebody deletes everything that the site holds about them. The ledger keeps its count without them.

withTheDesk()

const erase = async (event: Event, email: string) => eraseOneself(await find(event, email))
/** The rows of all tables in which a word stands. */
async function rowsWith(word: string): Promise<string[]> {
  const dump = await dumpDatabase(settings().DATABASE_URL ?? "")
  return Object.entries(dump).flatMap(([table, rows]) => rows.filter((row) => row.toLowerCase().includes(word.toLowerCase())).map((row) => `${table} ${row}`))
}
const addressOf = (email: string) => lostLinkSchema.parse({ email }).email

/** Somebody of whom there is something in every table that can hold it. */
async function everywhere(event: Event, name: string, email: string) {
  await press(event, email, name)
  await postRound()
  const registration = await find(event, email)
  await changeDetails(organiser, event.id, registration.id, detailsSchema.parse({ name, organisation: "Canary Union", note: "canary-note" }))
  await recordJoin(registration.id)
  await askForAddress(registration.id, addressOf(`new-${email}`), query)
  await postRound()
  const [change] = await query<{ id: string }>(`select id from "AddressChange" where "registrationId" = $1`, [registration.id])
  await proveAddress(
    addressLink({ id: change?.id ?? "" })
      .split("/")
      .at(-1) ?? "",
  )
  await keepImport(organiser, event.id, "list.csv", [{ line: 2, name, email: `new-${email}`, emailKey: `new-${email}`, organisation: "" }])
  await saveDraft("/events/x/register", { name, email: `New-${email}` })
  await saveDraft("/events/x/register", { name, email })
  // Under the link that they had before the address changed.
  await saveDraft(`/attend/${attendToken(registration)}/change`, { name, email: "not-an-address" })
  await askForLink(event.slug, addressOf(`new-${email}`))
  return find(event, `new-${email}`)
}

describe("what is held", () => {
  test("is all of it, with the words of the questions and every letter", async () => {
    const question = { id: "11111111-1111-4111-8111-111111111111", kind: "line", label: "Job title", hint: "", required: false, choices: [] }
    const event = await makeEvent({ questions: [question] })
    const registration = await everywhere(event, "Held Person", "held@example.org")
    await query(`update "Registration" set answers = $2, source = 'poster' where id = $1`, [registration.id, { [question.id]: "Countess", gone: "Earlier" }])
    const attendance = await getAttendance(attendToken(registration))
    if (!attendance) throw new Error("the link opens nothing")
    const held = await readHeld(attendance)
    expect(held.registration).toMatchObject({ name: "Held Person", organisation: "Canary Union", note: "canary-note", source: "poster" })
    expect(held.answers).toEqual([
      { question: "Job title", answer: "Countess" },
      { question: "A question that is no longer asked", answer: "Earlier" },
    ])
    expect(held.letters.map(({ kind, to }) => [kind, to])).toEqual(
      expect.arrayContaining([
        ["confirmation", "held@example.org"],
        ["address-proof", "new-held@example.org"],
        ["address-changed", "held@example.org"],
      ]),
    )
    expect(held.joins).toHaveLength(1)
    expect(held.addressChanges).toMatchObject([{ from: "held@example.org", to: "new-held@example.org", provenAt: expect.any(Date) }])
    expect(held.organisersActs).toMatchObject([{ act: "details changed" }])
    // Whatever column a registration has, now or later, is in it, but what is made from others.
    const columns = await query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'Registration' and is_generated = 'NEVER'`,
    )
    expect(columns.map(({ name }) => name).filter((name) => !(name in held.registration) && !["eventId", "answers"].includes(name))).toEqual([])
  })
})

describe("erasing oneself", () => {
  test("leaves the address and the name in no table, and in the ledger a count without them", async () => {
    const event = await makeEvent()
    const registration = await everywhere(event, "Canary Person", "canary@example.org")
    const before = await query(`select from "Delivery" where "registrationId" = $1`, [registration.id])
    expect((await rowsWith("canary")).map((row) => row.split(" ")[0])).toEqual(
      expect.arrayContaining(["AddressChange", "Delivery", "Draft", "Import", "LinkRequest", "Registration"]),
    )
    expect(await erase(event, registration.email)).toEqual({ turned: false })
    expect((await rowsWith("canary")).map((row) => row.split(" ")[0])).toEqual(["Delivery", "Delivery"])
    // To the mailbox, and to an earlier one that has not been told yet that it is no longer used.
    await postRound()
    expect(await rowsWith("canary")).toEqual([])
    expect(await rowsWith(registration.id)).toEqual([])
    const left = await letters(event)
    expect(left).toHaveLength(before.length + 1)
    expect(left.filter(({ state }) => state === "withheld").map(({ reason }) => reason)).toContain("erased")
    expect(await query(`select act from "AuditEntry" where act in ('details changed', 'registration erased by the person') order by 1`)).toHaveLength(2)
    expect(await eraseOneself(registration)).toBeNull()
  })

  test("is told to their mailbox, whose address is kept until the letter has left", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await postRound()
    await erase(event, person(1))
    const waiting = (await letters(event)).find(({ kind }) => kind === "erased")
    expect(waiting).toMatchObject({ state: "queued", recipient: person(1), registrationId: null })
    await postRound()
    const { mail } = smtp.to(person(1)).at(-1) ?? {}
    expect(mail?.subject).toBe("Your data has been deleted: A session")
    expect(mail?.text).not.toContain("/attend/")
    expect((await letters(event)).find(({ kind }) => kind === "erased")).toMatchObject({ state: "sent", recipient: null, smtpReply: null, tries: 0 })
  })

  test("wipes the address too when the letter is refused, at once or after a while", async () => {
    const event = await makeEvent()
    await registerPeople(event, 2)
    await postRound()
    smtp.meets(person(1), { at: "recipient", code: 550, words: `5.1.1 no ${person(1)} here` })
    smtp.meets(person(2), { at: "recipient", code: 450, words: `4.2.0 ${person(2)} try later` })
    await erase(event, person(1))
    await erase(event, person(2))
    await postRound()
    const erased = (await letters(event)).filter(({ kind }) => kind === "erased")
    expect(erased.map(({ state, recipient, smtpReply }) => [state, recipient, smtpReply]).toSorted()).toEqual([
      ["failed", null, null],
      ["queued", person(2), null],
    ])
    await query(`update "Delivery" set "runAt" = foyer_now() where kind = 'erased' and state = 'queued'`)
    await postRound()
    expect(smtp.to(person(2)).at(-1)?.mail.subject).toContain("has been deleted")
    expect(await rowsWith("person2@")).toEqual([])
  })

  test("is not told to an address that has bounced, nor by the desk's word", async () => {
    const event = await sixPeople()
    await query(`update "Registration" set "bouncedAt" = foyer_now() where email = $1`, [person(1)])
    await erase(event, person(1))
    const { id } = await find(event, person(2))
    await actOnRegistrants(organiser, "erase", event.id, { who: "ticked", person: [id], tab: "registered", search: "" })
    expect((await letters(event)).filter(({ kind }) => kind === "erased")).toEqual([])
    expect(await rowsWith("person2@")).toEqual([])
    expect(await query(`select from "Delivery" where "eventId" = $1`, [event.id])).toHaveLength(6)
  })

  test("gives the place to whoever is next, and the books add up", async () => {
    const event = await makeEvent({ capacity: 2, waitingList: true })
    await registerPeople(event, 3)
    await save(event, 1)
    await release(event, 1)
    await postRound()
    expect(await progress(event)).toEqual({ registered: 2, sent: 2, addsUp: true })
    await erase(event, person(1))
    expect((await find(event, person(3))).status).toBe("offered")
    expect((await reread(event)).taken).toBe(2)
    await postRound()
    expect(await progress(event)).toEqual({ registered: 1, sent: 1, addsUp: true })
    expect(await story(event, person(3))).toEqual(["waiting sent", "offer sent"])
  })

  test("while a letter is on its way: what had not left is not sent, what had left is counted, and neither says to whom", async () => {
    const event = await makeEvent()
    await registerPeople(event, 2)
    const claims = await claim("a worker", 10)
    const [first, second] = claims
    if (!first || !second) throw new Error("nothing was claimed")
    expect(await markData({ claimed: first, recipient: "somebody@example.org", carriesJoin: false })).toBe(true)
    await erase(event, person(1))
    await erase(event, person(2))
    await recordSent({ claimed: first, code: 250, reply: "somebody@example.org is happy" })
    expect(await markData({ claimed: second, recipient: "somebody@example.org", carriesJoin: false })).toBe(false)
    await putBack(second)
    const left = (await letters(event)).filter(({ kind }) => kind === "confirmation")
    expect(left.map(({ state, reason, recipient, smtpReply }) => [state, reason, recipient, smtpReply]).toSorted()).toEqual([
      ["sent", null, null, null],
      ["withheld", "erased", null, null],
    ])
    expect(left.every(({ key }) => key.startsWith("erased:"))).toBe(true)
    expect(await recoverOrphans()).toEqual({ sending: 0, data: 0 })
    await query(`update "Delivery" set state = 'withheld' where state = 'queued'`)
    for (const word of ["person1@", "person2@", "somebody@"]) expect(await rowsWith(word)).toEqual([])
  })

  test("pressed by many at the same moment, and while their address changes, leaves nothing and no place too many", async () => {
    const event = await makeEvent({ capacity: 3, waitingList: true })
    await registerPeople(event, 5)
    await postRound()
    const registration = await find(event, person(1))
    const outcomes = await Promise.all([
      ...[1, 2, 3, 4, 5].map(() => eraseOneself(registration)),
      changeAddress(registration.id, addressOf("moved@example.org")),
      erase(event, person(2)),
      erase(event, person(4)),
    ])
    expect(outcomes.slice(0, 5).filter((outcome) => outcome !== null)).toHaveLength(1)
    await postRound()
    for (const word of ["person1@", "moved@", "person2@", "person4@"]) expect(await rowsWith(word)).toEqual([])
    expect((await reread(event)).taken).toBe(2)
  })
})
