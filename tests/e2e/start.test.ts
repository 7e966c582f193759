import { expect, test } from "vitest"
import { startSite } from "../support/site"

test("smoke", async () => {
  const t0 = Date.now()
  const site = await startSite()
  console.log(site.log(), Date.now() - t0, await site.databaseUrl(), site.signInLink())
  expect((await fetch(site.url)).status).toBe(200)
  const slug = (await (await fetch(site.url)).text()).match(/\/events\/([a-z-]+)/)?.[1]
  const r = await fetch(`${site.url}/events/${slug}/registrations`, { method: "POST", redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded", origin: site.url }, body: new URLSearchParams({ name: "Ada", email: "ada@example.org", website: "" }) })
  console.log(slug, r.status, r.headers.get("location"))
  const m = await site.waitForMail((m) => m.to === "ada@example.org")
  console.log(m.subject, m.headers.get("message-id"))
  const t1 = Date.now()
  console.log(await site.stop(), Date.now() - t1)
})
