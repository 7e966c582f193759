import { beforeEach, describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { duplicateEvent } from "@/lib/events/making"
import { updateEvent } from "@/lib/events/mutations"
import { readNotice } from "@/lib/privacy/queries"
import { noticeOf, standardNotice } from "@/lib/privacy/rules"
import { askForAddress, proveAddress } from "@/lib/registrations/address-changes"
import { readHeld } from "@/lib/registrations/held"
import { exportHeld } from "@/lib/registrations/held-by-address"
import { cancel } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"
import { addressSchema } from "@/lib/registrations/schema"
import { addressLink, attendToken } from "@/lib/registrations/token"
import { deleteWhatIsOver } from "@/lib/retention/delete"
import { listProcessing } from "@/lib/retention/processing"
import { makeOwner } from "../support/organiser"
import { day, eventForm, find, makeEvent, person, postRound, press, registerPeople, reread, timePasses } from "../support/people"
import { organiser, smtp, withTheDesk } from "../support/sending"

// What people are told before they register, kept as it was; and what owners can show of it all.

withTheDesk()
let owner: Awaited<ReturnType<typeof makeOwner>>
beforeEach(async () => {
  owner = await makeOwner()
})

const addressOf = (email: string) => addressSchema.parse({ email }).email
const own = async (event: { id: string }, email: string) => {
  const attendance = await getAttendance(attendToken(await find(event, email)))
  if (!attendance) throw new Error("the link opens nothing")
  return attendance
}

describe("the privacy notice", () => {
  test("that counted when somebody registered is kept word for word, whatever it says later", async () => {
    const event = await makeEvent({ host: "The house", replyTo: "ask@example.org" })
    await press(event, person(1))
    await updateEvent(
      organiser,
      event.id,
      eventForm(event, { host: "The house", replyTo: "ask@example.org", privacyNotice: "Only {host} reads it, until {day}." }),
    )
    await press(event, person(2))
    await updateEvent(
      organiser,
      event.id,
      eventForm(event, {
        edition: "2",
        about: "Nothing that the notice says",
        host: "The house",
        replyTo: "ask@example.org",
        privacyNotice: "Only {host} reads it, until {day}.",
      }),
    )
    await press(event, person(3))
    await updateEvent(organiser, event.id, eventForm(event, { edition: "3", host: "Another house", retentionDays: "60" }))
    const editions = await Promise.all([1, 2, 3].map(async (number) => (await find(event, person(number))).noticeEdition))
    expect(editions).toEqual([1, 2, 2])
    const first = (await readHeld(await own(event, person(1)))).privacyNotice
    expect(first?.text).toContain("This session is held by The house")
    expect(first?.text).toContain("Write to ask@example.org about it.")
    expect((await readHeld(await own(event, person(2)))).privacyNotice?.text).toMatch(/^Only The house reads it, until \d+ \w+ 20\d\d\.$/)
    expect((await readNotice(event.id, 3))?.text).toContain("held by Another house")
    expect(await readNotice(event.id, 4)).toBeNull()
  })

  test("is the newest for whoever comes back, and travels along to a copy of the event", async () => {
    const event = await makeEvent({ privacyNotice: "Ours" })
    await press(event, person(1))
    await updateEvent(organiser, event.id, eventForm(event, { privacyNotice: "Ours, mended" }))
    const { id } = await find(event, person(1))
    await cancel(id)
    expect((await find(event, person(1))).noticeEdition).toBe(1)
    await press(event, person(1))
    expect((await find(event, person(1))).noticeEdition).toBe(2)
    const copy = await duplicateEvent(organiser, event.id, { startsAt: new Date("2040-01-01"), endsAt: new Date("2040-01-02"), title: "Again" })
    expect((await reread({ id: copy ?? "" })).privacyNotice).toBe("Ours, mended")
    expect((await readNotice(copy ?? "", 1))?.text).toBe("Ours, mended")
  })

  test("fills in what it knows and leaves every other word in braces", async () => {
    const facts = { text: "", standard: 1, host: "", replyTo: null, endsAt: new Date("2026-10-08T11:00:00Z"), timeZone: "Europe/London", retentionDays: 30 }
    expect(noticeOf(facts)).toBe(standardNotice.replace("{host}", "its organisers").replace("{contact}", "the organisers").replace("{day}", "7 November 2026"))
    expect(noticeOf({ ...facts, text: "{day} {other} $& {constructor}" })).toBe("7 November 2026 {other} $& {constructor}")
  })
})

describe("what is held about an address", () => {
  test("comes from all events, and without what is another person's", async () => {
    const [one, two] = [await makeEvent({ title: "One" }), await makeEvent({ title: "Two" })]
    for (const event of [one, two]) await press(event, person(1), "Ada Lovelace")
    await press(one, person(2), "Somebody Else")
    // They asked for an address that is Ada's, and it was never shown to be theirs.
    await askForAddress((await find(one, person(2))).id, addressOf(person(9)), query)
    await askForAddress((await find(one, person(1))).id, addressOf("ada.new@example.org"), query)
    const [change] = await query<{ id: string }>(`select id from "AddressChange" where email = 'ada.new@example.org'`)
    await proveAddress(
      addressLink({ id: change?.id ?? "" })
        .split("/")
        .at(-1) ?? "",
    )
    await postRound()
    await query(`insert into "Draft" (form, fields) values ('/events/x/register', $1)`, [{ name: "Ada typed", email: person(1).toUpperCase() }])
    const held = await exportHeld(owner, addressOf(person(1).toUpperCase()))
    expect(held.registrations.map(({ session, registration }) => [session.title, registration.email])).toEqual([["Two", person(1)]])
    expect(held.addressesLeft).toMatchObject([{ session: "One" }])
    expect(JSON.stringify(held)).not.toContain("ada.new")
    expect((await exportHeld(owner, addressOf("ada.new@example.org"))).registrations).toMatchObject([{ registration: { email: "ada.new@example.org" } }])
    expect(held.drafts).toMatchObject([{ fields: { name: "Ada typed" } }])
    expect(JSON.stringify(held)).not.toContain("Somebody Else")
    const nine = await exportHeld(owner, addressOf(person(9)))
    expect(nine).toMatchObject({ registrations: [], addressesAskedFor: [{ session: "One", to: person(9) }], team: null })
    expect(JSON.stringify(nine)).not.toContain(person(2))
    expect((await exportHeld(owner, addressOf(owner.email))).team).toMatchObject({ member: { email: owner.email, role: "owner" }, roles: [], letters: [] })
    expect(await query(`select detail from "AuditEntry" where act = 'address exported'`)).toEqual([
      { detail: {} },
      { detail: {} },
      { detail: {} },
      { detail: {} },
    ])
    expect(smtp.to(person(9))).toHaveLength(1)
  })
})

test("the records of processing say of every event how many people are kept until when, and what was deleted", async () => {
  const over = await makeEvent({ startsIn: day, retentionDays: 5, title: "Over" })
  const later = await makeEvent({ startsIn: 20 * day, retentionDays: 40, title: "Later" })
  await registerPeople(over, 3)
  await registerPeople(later, 2)
  const people = async () => (await listProcessing(owner)).map(({ title, people, deletedPeople }) => [title, people, deletedPeople])
  expect(await people()).toEqual([
    ["Over", 3, 0],
    ["Later", 2, 0],
  ])
  await timePasses(7 * day)
  await deleteWhatIsOver()
  expect(await people()).toEqual([
    ["Later", 2, 0],
    ["Over", 0, 3],
  ])
})
