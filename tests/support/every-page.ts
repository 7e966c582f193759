import { randomUUID } from "node:crypto"
import { hasChoices, kindNames } from "@/lib/questions/schema"
import { copyDemonstration, type OwnEvent } from "./event"
import { post } from "./posts"
import type { Site } from "./site"
import { sql } from "./sql"

// Every page of the site that there is something on, for tests that look at all of them.

/** One of every kind, each in words that must not make the page wider. */
const questions = kindNames.map((kind, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index}`,
  kind,
  label: `Question ${index} about Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften`,
  hint: "What we would like to know.",
  required: false,
  choices: hasChoices(kind) ? ["One", "Another"] : [],
}))
const question = questions[2]?.id
/** Bounds stand in hints and on the desk, and so do conditions. */
const bounded = {
  id: "00000000-0000-4000-8000-00000000000a",
  kind: "number",
  label: "How many?",
  hint: "",
  required: true,
  choices: [],
  least: "1",
  most: "10",
}
const conditional = { ...bounded, id: "00000000-0000-4000-8000-00000000000b", label: "How many of them?", shownWhen: { question, choice: "One" } }

/** A list from a file: a new person, one who is registered, and a line with a long word that cannot be read. */
const listedLines = (registered: string) => [
  { line: 2, name: "Grace Example", email: "new@example.org", emailKey: "new@example.org", organisation: "" },
  { line: 3, name: "Ada Example", email: registered, emailKey: registered, organisation: "" },
  { line: 4, text: `Joan, ${"x".repeat(80)}`, problem: "Enter an email address in the correct format, like name@example.com" },
]

/**
 * Fills an event and returns the address of every page, those of the desk included, which want somebody signed in. Without an event it makes one of
 * its own.
 */
export async function fillEveryPage(site: Pick<Site, "url" | "databaseUrl" | "mailTo" | "idle">, given?: OwnEvent): Promise<string[]> {
  const event = given ?? (await copyDemonstration(site))
  const run = async (statement: string, values: unknown[]) => sql<{ id: string }>(await site.databaseUrl(), statement, values)
  const word = randomUUID().slice(0, 8)
  const ada = `ada-${word.slice(0, 4)}@example.org`
  await run(`update "Event" set questions = $2, "embedOrigins" = $3 where id = $1`, [
    event.id,
    JSON.stringify([...questions, { ...bounded, required: false }, conditional]),
    ["https://www.example.org", "https://a-site-with-a-rather-long-name.department.university.example"],
  ])
  await event.register(ada, { organisation: "Somewhere" })
  const own = /http\S+\/attend\/[\w-]{44}/.exec((await site.mailTo(ada, "Registered")).text)?.[0] ?? ""
  const refused = await event.register("ada@example", { name: "" })
  const asked = await event.register("somebody.with-a-rather-long-name-before-the-at-sign-of-it@gmial.com")
  const refusedLink = await post(`${event.url}/lost-link/request`, { email: "ada@example" })
  const refusedDetails = await post(`${own}/details`, { name: "", email: "ada@example" })
  const refusedErase = await post(`${own}/erase`, {})
  const newAddress = `a-rather-long-name-${word}-in-front@department.university.example`
  await post(`${own}/details`, { name: "Ada Example", organisation: "Somewhere", email: newAddress })
  const proof = /\/address\/[\w-]{44}/.exec((await site.mailTo(newAddress)).text)?.[0] ?? ""
  const joinUrl = "https://webinar.example/a/very/long/link/that/must/not/make/the/page/wider/9481220457"
  await event.change(`"joinUrl" = '${joinUrl}', passcode = '482 913', "joinVersion" = 1, "joinReleasedVersion" = 1`)
  await refuseLetterTo(site, "grace@example.org", event.id)
  const [draft] = await run(
    `insert into "Draft" (form, fields) values ($1, '{"subject": "What to read", "body": "Dear {name}, see {page}", "audience": "registered"}') returning id`,
    [`/admin/events/${event.id}/messages`],
  )
  const [person] = await run(`select id from "Registration" where "eventId" = $1 and email = $2`, [event.id, ada])
  const [list] = await run(`insert into "Import" ("eventId", "fileName", lines) values ($1, 'list.csv', $2) returning id`, [
    event.id,
    JSON.stringify(listedLines(ada)),
  ])
  const somebody = `somebody-${word}`
  await run(`insert into "User" (id, email) values ($1, $1 || '-with-a-rather-long-name@department.university.example')`, [somebody])
  await run(`insert into "EventRole" ("userId", "eventId", role) values ($1, $2, 'viewer')`, [somebody, event.id])
  // Nothing that anybody looks at changes from now on.
  await site.idle(event.id)
  const page = `/events/${event.slug}`
  return [
    "/",
    page,
    "/events/industrial-relations-of-mental-health",
    `${page}/reading/foreword-to-the-industrialisation-of-care`,
    `${page}/registered`,
    `${page}/privacy`,
    `${page}/register`,
    `${page}/register?embed=1`,
    `${page}/register?embed=1&done=1`,
    refused.headers.get("location") ?? "",
    asked.headers.get("location") ?? "",
    new URL(own).pathname,
    `${new URL(own).pathname}/mail`,
    `${new URL(own).pathname}/change?saved`,
    `${new URL(own).pathname}/data`,
    ...[refusedLink, refusedDetails, refusedErase].map(({ headers }) => headers.get("location") ?? ""),
    `${page}/lost-link`,
    `${page}/lost-link/asked`,
    proof,
    "/attend/erased",
    "/attend/nonsense",
    "/admin/sign-in",
    "/admin/sign-in/sent",
    "/admin",
    "/admin/bounces",
    "/admin/team",
    `/admin/team/${somebody}`,
    "/admin/audit",
    "/admin/privacy",
    "/admin/privacy/address",
    "/admin/you",
    "/admin/events/new",
    ...[
      "",
      "/preview",
      "/deletion",
      "/duplicate",
      "/content",
      "/speakers/new",
      "/readings/new",
      "/questions",
      "/questions/new",
      `/questions/${question}`,
      `/questions/${conditional.id}`,
      "/numbers",
      "/changes",
      "/registrants",
      "/registrants?tab=no-link&search=ada&columns=email+organisation+status+registered+confirmation+join+joined+updates+source+note",
      `/registrants/act?act=cancel&person=${person?.id}`,
      "/registrants/new",
      "/registrants/print",
      "/registrants/import",
      `/registrants/import/${list?.id}`,
      `/registrants/${person?.id}`,
      "/join-details",
      "/readiness",
      "/send",
      "/messages",
      "/audit",
      `/messages/check?draft=${draft?.id}`,
    ].map((room) => `/admin/events/${event.id}${room}`),
  ]
}

/** Somebody registered whose joining letter the server refused. */
async function refuseLetterTo(site: Pick<Site, "databaseUrl">, address: string, eventId: string): Promise<void> {
  await sql(
    await site.databaseUrl(),
    `with person as (
       insert into "Registration" ("eventId", name, email, "emailKey", status) values ($1, 'Grace Example', $2, $2, 'registered') returning id
     )
     insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state, tries, reason, "smtpReply")
     select 'join:' || id || ':r1:v1', 'join', $1, id, 30, 'failed', 1, 'content refused', '554 5.7.1 not this' from person`,
    [eventId, address],
  )
}
