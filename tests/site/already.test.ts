import { beforeAll, expect, test } from "vitest"
import { moveClock } from "../support/database"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// A site of its own: its clock is moved.
let site: Site
let event: OwnEvent
beforeAll(async () => {
  site = await startSite()
  event = await copyDemonstration(site)
})

async function register(email: string): Promise<{ status: number; location: string | null; body: string }> {
  const answer = await event.register(email)
  return { status: answer.status, location: answer.headers.get("location"), body: await answer.text() }
}
const lettersTo = async (email: string) => (await site.mails()).filter((mail) => mail.to.toLowerCase() === email).map((mail) => mail.subject.split(":")[0])
/** A letter is owed from the moment at which the form is answered, so that none comes when none is. Nothing is on its way when the clock is moved. */
const settle = () => site.idle(event.id)

test("registering again answers the same, keeps one row, and tells the mailbox's owner, at most once a day", async () => {
  const first = await register("ada@example.org")
  expect(first).toEqual({ status: 303, location: `/events/${event.slug}/registered`, body: "" })
  await site.mailTo("ada@example.org")

  for (const spelling of ["ADA@example.org", "  ada@EXAMPLE.org ", "ada@example.org"]) expect(await register(spelling)).toEqual(first)
  await settle()
  expect(await lettersTo("ada@example.org")).toEqual(["Registered"])

  await moveClock(await site.databaseUrl(), "11 minutes")
  expect(await register("Ada@Example.org")).toEqual(first)
  const letter = await site.waitForMail((mail) => mail.subject.startsWith("You are already registered"))
  expect(letter.to).toBe("ada@example.org")
  await settle()
  expect(letter.text).toMatch(/\/attend\/[\w-]{44}/)
  await moveClock(await site.databaseUrl(), "23 hours")
  await register("ada@example.org")
  await settle()
  expect(await lettersTo("ada@example.org")).toEqual(["Registered", "You are already registered"])

  await moveClock(await site.databaseUrl(), "25 hours")
  expect(await register("ada@example.org")).toEqual(first)
  await settle()
  expect(await lettersTo("ada@example.org")).toEqual(["Registered", "You are already registered", "You are already registered"])
  expect(await sql(await site.databaseUrl(), `select email, round from "Registration" where "eventId" = $1`, [event.id])).toEqual([
    { email: "ada@example.org", round: 1 },
  ])
})
