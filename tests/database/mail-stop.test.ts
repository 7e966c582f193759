import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { materialiseDue } from "@/lib/deliveries/due"
import { markData } from "@/lib/deliveries/ledger"
import { settings } from "@/lib/env"
import { resumeMail, stopMail } from "@/lib/registrations/mutations"
import { attendToken } from "@/lib/registrations/token"
import { day, find, hour, letters, makeEvent, minute, person, postRound, registerPeople, story, timePasses } from "../support/people"
import { linksTo, release, save, smtp, withTheDesk } from "../support/sending"

withTheDesk()

/** Two people are confirmed for a session in two days, with reminders a day and an hour before. */
async function twoPeople() {
  const event = await makeEvent({ startsIn: 2 * day, reminderOffsets: [24 * 60, 60] })
  // As publishing does.
  await query(`update "Event" e set "nextDueAt" = next_due_at(e)`)
  await registerPeople(event, 2)
  await postRound()
  return event
}
const stops = async (event: { id: string }, email: string) => stopMail((await find(event, email)).id)
const resumes = async (event: { id: string }, email: string) => resumeMail((await find(event, email)).id)
const reasons = async (event: { id: string }, email: string) => (await letters(event, email)).flatMap(({ reason }) => reason ?? [])

test("who has stopped reminders gets none, and link and passcode all the same; the other person gets both", async () => {
  const event = await twoPeople()
  await stops(event, person(1))
  await save(event, 1)
  await release(event, 1)
  await postRound()
  await timePasses(day + minute)
  await postRound()
  await timePasses(23 * hour)
  await postRound()
  expect(await story(event, person(1))).toEqual(["confirmation sent", "join sent", "reminder withheld", "reminder withheld"])
  expect(await reasons(event, person(1))).toEqual(["stopped by the person", "stopped by the person"])
  expect(linksTo(person(1))).toEqual(["-", "1"])
  expect(await story(event, person(2))).toEqual(["confirmation sent", "join sent", "reminder sent", "reminder sent"])
})

test("who changes their mind gets the next reminder, and not the one that was left out", async () => {
  const event = await twoPeople()
  await stops(event, person(1))
  await timePasses(day + minute)
  await postRound()
  await resumes(event, person(1))
  await postRound()
  expect(await story(event, person(1))).toEqual(["confirmation sent", "reminder withheld"])
  await timePasses(23 * hour)
  await postRound()
  expect(await story(event, person(1))).toEqual(["confirmation sent", "reminder withheld", "reminder sent"])
})

test("a reminder, a message and a recording that wait already do not go any more", async () => {
  const event = await twoPeople()
  await timePasses(day + minute)
  await materialiseDue()
  await query(
    `with m as (insert into "Message" ("eventId", subject, body, audience, "createdBy") values ($1, 'News', 'Some news.', 'registered', 'o') returning id)
     insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", urgency)
     select 'message:' || m.id || ':' || r.id, 'message', r."eventId", r.id, m.id, 40 from m, "Registration" r where r."eventId" = $1`,
    [event.id],
  )
  await stops(event, person(1))
  await postRound()
  await query(`update "Event" set "recordingUrl" = 'https://video.example/r/1', "nextDueAt" = least("nextDueAt", "endsAt")`)
  await timePasses(2 * day)
  await materialiseDue()
  await stops(event, person(2))
  await postRound()
  expect(await story(event, person(1))).toEqual(["confirmation sent", "reminder withheld", "message withheld", "after withheld"])
  expect(new Set(await reasons(event, person(1)))).toEqual(new Set(["stopped by the person"]))
  expect(await story(event, person(2))).toEqual(["confirmation sent", "reminder sent", "message sent", "after withheld"])
})

test("a reminder that is written at the very moment does not leave", async () => {
  const event = await twoPeople()
  await timePasses(day + minute)
  await materialiseDue()
  // The organiser's alarm that the link is missing is among them.
  const claims = (await claim("worker", 10)).filter(({ kind }) => kind === "reminder")
  const { id } = await find(event, person(1))
  await stopMail(id)
  const leaving = claims.map(async (claimed) => [
    claimed.registrationId === id,
    await markData({ claimed, carriesJoin: false, recipient: claimed.registrationId ?? "" }),
  ])
  expect((await Promise.all(leaving)).sort()).toEqual([
    [false, true],
    [true, false],
  ])
})

test("stopping twice keeps the first moment, and getting mail again when nothing was stopped changes nothing", async () => {
  const event = await twoPeople()
  await stops(event, person(1))
  const first = (await find(event, person(1))).mailStoppedAt
  await timePasses(hour)
  await stops(event, person(1))
  expect((await find(event, person(1))).mailStoppedAt).toEqual(first)
  await resumes(event, person(2))
  expect((await find(event, person(2))).mailStoppedAt).toBeNull()
})

test("a reminder carries the mail program's own button and a link to the page, the joining details neither", async () => {
  const event = await twoPeople()
  await save(event, 1)
  await release(event, 1)
  await postRound()
  await timePasses(day + minute)
  await postRound()
  const page = `${settings().SITE_URL}/attend/${attendToken(await find(event, person(1)))}`
  const [, join, reminder] = smtp.to(person(1))
  const unfolded = reminder?.raw.replace(/\r\n +/g, " ").replace(/: +/g, ": ")
  expect(unfolded).toContain(`\r\nList-Unsubscribe: <${page}/unsubscribe>\r\n`)
  expect(reminder?.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
  expect(reminder?.mail.html).toContain(`href="${page}/mail"`)
  expect(join?.raw).not.toContain("List-Unsubscribe")
  expect(join?.mail.html).not.toContain(`${page}/mail`)
})
