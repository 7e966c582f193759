import { beforeAll, expect, test } from "vitest"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

let site: Site
let event: OwnEvent
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
})

async function register(email: string): Promise<{ status: number; location: string | null; body: string }> {
  const answer = await event.register(email)
  return { status: answer.status, location: answer.headers.get("location"), body: await answer.text() }
}
const lettersTo = async (email: string) => (await site.mails()).filter((mail) => mail.to.toLowerCase() === email).map((mail) => mail.subject.split(":")[0])
/** A letter is owed from the moment at which the form is answered, so that none comes when none is. */
const settle = () => site.idle(event.id)
/** Whatever happened at this event happened so much earlier. */
async function timePasses(span: string): Promise<void> {
  const columns = { Registration: ["registeredAt"], Delivery: ["createdAt", "runAt", "sentAt"] }
  for (const [table, names] of Object.entries(columns)) {
    const earlier = names.map((name) => `"${name}" = "${name}" - interval '${span}'`)
    await sql(await site.databaseUrl(), `update "${table}" set ${earlier.join(", ")} where "eventId" = $1`, [event.id])
  }
}

test("registering again answers the same, keeps one row, and tells the mailbox's owner, at most once a day", async () => {
  const first = await register("ada@already.example")
  expect(first).toEqual({ status: 303, location: `/events/${event.slug}/registered`, body: "" })
  await site.mailTo("ada@already.example")

  for (const spelling of ["ADA@already.example", "  ada@ALREADY.example ", "ada@already.example"]) expect(await register(spelling)).toEqual(first)
  await settle()
  expect(await lettersTo("ada@already.example")).toEqual(["Registered"])

  await timePasses("11 minutes")
  expect(await register("Ada@Already.example")).toEqual(first)
  const letter = await site.mailTo("ada@already.example", "You are already registered")
  await settle()
  expect(letter.text).toMatch(/\/attend\/[\w-]{44}/)
  await timePasses("22 hours 49 minutes")
  await register("ada@already.example")
  await settle()
  expect(await lettersTo("ada@already.example")).toEqual(["Registered", "You are already registered"])

  await timePasses("2 hours")
  expect(await register("ada@already.example")).toEqual(first)
  await settle()
  expect(await lettersTo("ada@already.example")).toEqual(["Registered", "You are already registered", "You are already registered"])
  expect(await sql(await site.databaseUrl(), `select email, round from "Registration" where "eventId" = $1`, [event.id])).toEqual([
    { email: "ada@already.example", round: 1 },
  ])
})
