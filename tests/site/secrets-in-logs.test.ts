import { beforeAll, expect, test } from "vitest"
import { openDesk } from "../support/desk"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { type Smtp, startSmtp } from "../support/smtp"
import { sql } from "../support/sql"
import { until } from "../support/until"

// A person's address and name, their token and the event's passcode go through everything that works and everything that fails. The log holds none of them.

const address = "canary-address@canary-host.example"
const name = "Canaria Nameworth"
const passcode = "canary-passcode-7731"
const link = "https://webinar.example/j/canary-link-5512"
const slug = "wes-session-repeat"
const metricsToken = "canary-metrics-token-0042"

let site: Site
let smtp: Smtp
let desk: Awaited<ReturnType<typeof openDesk>>
let token = ""
const run = async (statement: string, values: unknown[] = []) => sql(await site.databaseUrl(), statement, values)
const secrets = () => [address, "canary-address", "canary-host", name, "Nameworth", passcode, "canary-link-5512", token, metricsToken]
const hits = () => secrets().filter((secret) => site.log().includes(secret))
/** The lines of the log that come of one request. */
const linesOf = (reference: string) =>
  site
    .log()
    .split("\n")
    .filter((line) => line.includes(`"request":"${reference}"`))
const referenceIn = (html: string) => /reference: <code>([^<]+)<\/code>/.exec(html)?.[1] ?? ""
const event = (path: string) => `${site.url}/events/${slug}${path}`

beforeAll(async () => {
  smtp = await startSmtp()
  site = await startSite({ env: { SMTP_URL: smtp.url, TRUST_PROXY: "1", METRICS_TOKEN: metricsToken } })
  desk = await openDesk(site, slug)
  await run(`update "Event" set "joinUrl" = $1, passcode = $2, "joinVersion" = 1, "joinReleasedVersion" = 1 where slug = $3`, [link, passcode, slug])
})

test("what works leaves nothing: registering, a refused form, one's own page, joining, an upload, unknown addresses", async () => {
  smtp.meets(address, { at: "recipient", code: 450, words: `<${address}> is greylisted, ${name}` })
  expect((await post(event("/registrations"), { name, email: address })).status).toBe(303)
  await until(() => smtp.attempts.includes(address))
  await run(`update "Delivery" set "runAt" = foyer_now()`)
  await until(() => smtp.to(address).length > 0)
  token = /\/attend\/([\w-]{44})/.exec(smtp.to(address)[0]?.mail.text ?? "")?.[1] ?? ""
  expect(token).toHaveLength(44)
  const own = `${site.url}/attend/${token}`
  const refused = await post(event("/registrations"), { name, email: `${address} ${passcode}` })
  for (const page of [own, `${own}/change`, `${own}/data/download`, `${site.url}/nowhere/${token}?email=${address}`, `${own}/nowhere`]) await fetch(page)
  await fetch(new URL(refused.headers.get("location") ?? "", site.url))
  for (const door of ["join", "cancel", "restore", "details"]) await post(`${own}/${door}`, { name, email: address })
  await post(event("/lost-link/request"), { email: address })
  await post(`${site.url}/admin/sign-in/request`, { email: address })
  const upload = new FormData()
  upload.set("file", new Blob([passcode]), `${address}.png`)
  await fetch(`${site.url}/admin/events/${desk.id}/cover/upload`, { method: "POST", body: upload, headers: { cookie: desk.cookie }, redirect: "manual" })
  await fetch(`${site.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  await fetch(`${site.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}x` } })
  const report = { "csp-report": { "document-uri": `${own}?k=${passcode}`, "effective-directive": "img-src", "blocked-uri": `https://evil.example/${token}` } }
  const headers = { "content-type": "application/csp-report" }
  expect((await fetch(`${site.url}/api/csp-reports`, { method: "POST", body: JSON.stringify(report), headers })).status).toBe(204)
  await until(() => site.log().includes(`"page":"/attend/…","directive":"img-src","blocked":"https://evil.example"`))
  expect(hits()).toEqual([])
})

test("a mail server that fails, and says the address and the passcode in its answers, leaves nothing", async () => {
  const refusals = async (words: string) => (await run(`select from "Delivery" where "smtpReply" like $1 or reason like $1`, [`%${words}%`])).length
  smtp.meets(`content-${address}`, { at: "content", code: 554, words: `5.7.1 ${name} <${address}> ${token}` })
  await post(event("/registrations"), { name, email: `content-${address}` })
  await until(async () => (await refusals("5.7.1")) > 0)
  smtp.refusesSender(535, `5.7.8 no ${address} ${passcode}`)
  await post(event("/registrations"), { name, email: `sender-${address}` })
  await until(async () => (await run(`select from "MailServer" where words like '%5.7.8%'`)).length === 1)
  expect(hits()).toEqual([])
  await smtp.stop()
  await post(event("/registrations"), { name, email: `again-${address}` })
  // It is left alone for a while: the next try is due at once.
  await until(async () => {
    await run(`update "MailServer" set "restUntil" = foyer_now()`)
    return site.log().includes("ECONNREFUSED")
  })
  expect(hits()).toEqual([])
})

test("when the database fails, page and door show a reference that is in the log, and nothing of the person is", async () => {
  await run(`alter table "Registration" rename to "Elsewhere"`)
  const page = await fetch(`${site.url}/attend/${token}`)
  const html = await page.text()
  const door = await post(event("/registrations"), { name, email: address })
  const kept = await door.text()
  const head = await fetch(`${site.url}/attend/${token}`, { method: "HEAD" })
  await run(`alter table "Elsewhere" rename to "Registration"`)
  expect([page.status, head.status, door.status]).toEqual([500, 500, 503])
  expect(html).toContain("This page could not be shown")
  expect(kept).toContain(`value="${address}"`)
  const [ofPage = [], ofDoor = []] = [html, kept].map((text) => linesOf(referenceIn(text)))
  console.log([...ofPage, ...ofDoor].join("\n"))
  expect(ofPage.some((line) => line.includes("a page could not be shown") && line.includes(`"digest"`))).toBe(true)
  expect(ofDoor.some((line) => line.includes("a form could not be answered") && /"code":"42\w{3}"/.test(line))).toBe(true)
  expect(referenceIn(html)).not.toBe(referenceIn(kept))
  expect(hits()).toEqual([])
})

test("a trusted proxy's word for a request is taken when it is a plain one, and so one that is planted is found", async () => {
  await run(`alter table "Registration" rename to "Elsewhere"`)
  const odd = await post(event("/registrations"), { name, email: address }, { "x-request-id": `${address} "x` })
  expect(referenceIn(await odd.text())).toMatch(/^[a-z2-9]{10}$/)
  expect(hits()).toEqual([])
  const planted = await post(event("/registrations"), { name, email: address }, { "x-request-id": passcode })
  await run(`alter table "Elsewhere" rename to "Registration"`)
  expect(referenceIn(await planted.text())).toBe(passcode)
  expect(hits()).toEqual([passcode])
})
