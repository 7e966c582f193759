import { expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { lostLinkSchema } from "@/lib/own-details/schema"
import { answerLinkRequests, askForLink } from "@/lib/registrations/lost-links"
import { cancel } from "@/lib/registrations/mutations"
import { attendToken } from "@/lib/registrations/token"
import { day, find, letters, makeEvent, minute, numbers, person, postRound, press, registerPeople, timePasses } from "../support/people"
import { release, save, smtp, withTheDesk } from "../support/sending"

// Somebody has lost their personal link and asks for it with their address.

withTheDesk()

const ask = (event: { slug: string }, email: string) => askForLink(event.slug, lostLinkSchema.parse({ email }).email)
const lostLinks = (address: string) => smtp.to(address).filter(({ mail }) => mail.subject?.startsWith("Your personal link"))
/** What the newest mail to an address says, on one line. */
const words = (address: string) => (lostLinks(address).at(-1)?.mail.text ?? "").replace(/\s+/g, " ")
const requests = () => query(`select from "LinkRequest"`)

test("any address leaves one row at the door, and only the mailbox of somebody on that list gets a mail", async () => {
  const [event, other] = [await makeEvent(), await makeEvent()]
  await press(event, person(1))
  await postRound()
  expect(await ask(event, " PERSON1@Example.org")).toBe(event.slug)
  expect(await ask(event, "stranger@example.org")).toBe(event.slug)
  expect(await ask(other, person(1))).toBe(other.slug)
  expect(await requests()).toHaveLength(3)
  expect(await letters(event)).toHaveLength(1)
  expect(await answerLinkRequests()).toBe(1)
  expect(await requests()).toEqual([])
  await postRound()
  expect(lostLinks(person(1))).toHaveLength(1)
  expect(smtp.to("stranger@example.org")).toEqual([])
  const registration = await find(event, person(1))
  expect(words(person(1))).toContain(`/attend/${attendToken(registration)}`)
  expect(words(person(1))).toContain("You are registered.")
  const [, letter] = await letters(event)
  expect(letter).toMatchObject({ key: `lost-link:${registration.id}:r1:0`, urgency: 6, state: "sent", joinVersion: null })
})

test("an event that nobody can see is not known, and one that has another address now is", async () => {
  const draft = await makeEvent({ status: "draft" })
  expect(await ask(draft, person(1))).toBeNull()
  expect(await ask({ slug: "no-such-session" }, person(1))).toBeNull()
  const event = await makeEvent()
  await db().oldSlug.create({ data: { slug: "an-earlier-address", eventId: event.id } })
  expect(await ask({ slug: "an-earlier-address" }, person(1))).toBe(event.slug)
})

test("it goes once in ten minutes, and not while one is on its way, however often it is asked for and by how many workers", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  await postRound()
  const askAll = async () => {
    await Promise.all(numbers(250).map(() => ask(event, person(1))))
    const owed = await Promise.all([answerLinkRequests(), answerLinkRequests(), answerLinkRequests()])
    return owed.reduce((sum, count) => sum + count, 0)
  }
  expect(await askAll()).toBe(1)
  expect(await requests()).toEqual([])
  await timePasses(20 * minute)
  // Still on its way.
  expect(await askAll()).toBe(0)
  await postRound()
  await timePasses(9 * minute)
  await query(`update "Delivery" set "createdAt" = foyer_now() - interval '9 minutes' where kind = 'lost-link'`)
  expect(await askAll()).toBe(0)
  await timePasses(2 * minute)
  expect(await askAll()).toBe(1)
  await postRound()
  expect(lostLinks(person(1))).toHaveLength(2)
})

test("the letter carries link and passcode once they are released, and then counts as holding them", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  await save(event, 1)
  await release(event, 1)
  await postRound()
  await ask(event, person(1))
  await answerLinkRequests()
  await postRound()
  expect(words(person(1))).toContain("https://webinar.example/j/1")
  expect(words(person(1))).toContain("pass-1")
  expect((await letters(event)).find(({ kind }) => kind === "lost-link")).toMatchObject({ joinVersion: 1 })
})

test("it says where each person stands: waiting, offered a place, cancelled, after the end", async () => {
  const event = await makeEvent({ capacity: 1, waitingList: true, startsIn: 3 * day })
  await registerPeople(event, 3)
  await cancel((await find(event, person(1))).id)
  await save(event, 1)
  await release(event, 1)
  await postRound()
  for (const number of numbers(3)) await ask(event, person(number))
  expect(await answerLinkRequests()).toBe(3)
  await postRound()
  expect(words(person(1))).toContain("Your place is cancelled.")
  expect(words(person(2))).toContain("A place has become free, and it is kept for you until")
  expect(words(person(3))).toContain("You are on the waiting list")
  for (const number of numbers(3)) expect(words(person(number))).not.toContain("webinar.example")
  await timePasses(4 * day)
  await ask(event, person(3))
  await answerLinkRequests()
  await postRound()
  expect(words(person(3))).toContain("The session is over.")
  await query(`update "Event" set status = 'cancelled' where id = $1`, [event.id])
  await timePasses(11 * minute)
  await ask(event, person(2))
  await answerLinkRequests()
  await postRound()
  expect(words(person(2))).toContain("The session is cancelled")
})
