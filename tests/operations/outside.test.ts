import { execFileSync } from "node:child_process"
import { afterAll, beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser, sendTest, signInWithLink } from "../support/browser"
import { npmStart, type Started } from "../support/npm-start"
import { secret } from "../support/secret"
import { openSink } from "../support/sink"
import { sql } from "../support/sql"
import { startSystemPostgres } from "../support/system-postgres"
import { until } from "../support/until"

// The same product on a PostgreSQL and an SMTP server of somebody else's.

let postgres: Awaited<ReturnType<typeof startSystemPostgres>>
let sink: Awaited<ReturnType<typeof openSink>>
let site: Started
let environment: Record<string, string>

beforeAll(async () => {
  postgres = await startSystemPostgres()
  sink = await openSink()
  await sql(`${postgres.url}/postgres`, "create database foyer")
  environment = {
    DATABASE_URL: `${postgres.url}/foyer`,
    SMTP_URL: sink.url,
    AUTH_SECRET: secret,
    MAIL_FROM: "Our Journal <events@example.org>",
  }
  execFileSync("npm", ["run", "seed"], { env: { ...process.env, ...environment } })
  site = await npmStart({ env: environment })
})
afterAll(async () => {
  await site?.stop()
  await postgres?.stop()
  await sink?.close()
})

const arrived = async (fits: (mail: (typeof sink.received)[number]) => boolean) => {
  await until(() => sink.received.some(fits))
  const [mail] = sink.received.filter(fits)
  if (!mail) throw new Error("a mail has gone again")
  return mail
}

test("register, send and join run on an outside database and an outside mail server, and neither helper starts", async () => {
  console.log(postgres.version)
  expect(site.log()).not.toContain("Mailbox")
  expect(site.log()).not.toContain("PostgreSQL is running")
  const visitor = await openBrowser({ javaScript: false })
  await visitor.page.goto(`${site.url}/events/wes-session-repeat`)
  await fillAndRegister(visitor.page, { name: "Ada Example", email: "ada@example.org" })
  await arrived((mail) => mail.to === "ada@example.org" && mail.subject.startsWith("Registered"))

  const organiser = await openBrowser({ javaScript: false })
  await signInWithLink(
    organiser.page,
    execFileSync("npm", ["run", "--silent", "organiser", "--", "link", "organiser@localhost"], {
      env: { ...process.env, ...environment, SITE_URL: site.url },
      encoding: "utf8",
    }).trim(),
  )
  await organiser.page.getByRole("link", { name: "1 of 300" }).click()
  await organiser.page.waitForURL(/registrants$/)
  await organiser.page.getByRole("link", { name: "Link and passcode" }).click()
  await organiser.page.getByLabel("Link").fill("https://webinar.example/j/1")
  await organiser.page.getByLabel("Passcode").fill("482 913")
  await organiser.page.getByRole("button", { name: "Save link and passcode" }).click()
  await organiser.page.getByRole("link", { name: "Go on to sending" }).click()
  await sendTest(organiser.page)
  await organiser.page.getByText("Send to 1 person", { exact: true }).click()
  await organiser.page.getByRole("button", { name: "Yes, send to 1 person" }).click()
  const joining = await arrived((mail) => mail.subject.startsWith("Your joining link"))
  expect(joining.text).toContain("https://webinar.example/j/1")
  expect(joining.text).toContain("482 913")
})
