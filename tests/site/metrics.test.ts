import { beforeAll, expect, test } from "vitest"
import { post } from "../support/posts"
import { openSite, type Site, startSite } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

// The numbers for a monitoring system, behind a token, and nothing of anybody in them.

const token = "a token for nobody but the monitor"
const slug = "wes-session-repeat"
let site: Site
beforeAll(async () => {
  site = await startSite({ env: { METRICS_TOKEN: token } })
})
const ask = (authorization?: string, method = "GET") => fetch(`${site.url}/metrics`, { method, headers: authorization === undefined ? {} : { authorization } })

test("whoever brings no token, or a wrong one, gets no number", async () => {
  for (const words of [undefined, "", token, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, "Bearer "]) {
    const answer = await ask(words)
    expect([words, answer.status, answer.headers.get("www-authenticate")]).toEqual([words, 401, "Bearer"])
    expect(await answer.text()).not.toContain("foyer_")
  }
  expect((await ask(`Bearer ${token}`, "POST")).status).toBe(405)
})

test("the numbers are those of the tables and of this process, in Prometheus' format", async () => {
  await post(`${site.url}/events/${slug}/registrations`, { name: "Ada Metric", email: "ada-metric@example.org" })
  await post(`${site.url}/events/${slug}/registrations`, { name: "Ada Metric" }, { origin: "https://evil.example" })
  await until(async () => (await sql(await site.databaseUrl(), `select from "Delivery" where state = 'sent'`)).length === 1)
  const answer = await ask(`Bearer ${token}`)
  const text = await answer.text()
  expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
    "no-store",
  ])
  for (const line of [
    'foyer_registrations{event="published",status="registered"} 1',
    'foyer_deliveries{state="sent"} 1',
    'foyer_door_answers_total{status="303"} 1',
    'foyer_door_answers_total{status="403"} 1',
    'foyer_smtp_seconds_count{outcome="accepted"} 1',
    "foyer_oldest_waiting_seconds 0",
    "foyer_mailers 1",
  ])
    expect(text.split("\n")).toContain(line)
  const shape = /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+|)$/
  expect(text.split("\n").filter((line) => !shape.test(line))).toEqual([])
  const titles = await sql<{ title: string; slug: string }>(await site.databaseUrl(), `select title, slug from "Event"`)
  expect([...titles.flatMap(({ title, slug }) => [title, slug]), "Metric", "@"].filter((word) => text.includes(word))).toEqual([])
})

test("without the setting there is no such page", async () => {
  const plain = await openSite()
  const asked: Record<string, string>[] = [{}, { authorization: "Bearer " }, { authorization: "Bearer undefined" }]
  for (const headers of asked) expect((await fetch(`${plain.url}/metrics`, { headers })).status).toBe(404)
})
