import { expect, test } from "vitest"
import { cloneDemonstration } from "../support/database"
import { npmStart } from "../support/npm-start"
import { takePort } from "../support/ports"
import { post } from "../support/posts"
import { secret } from "../support/secret"

test("a site with an https address tells browsers to stay with it; one without does not, and says what that means", async () => {
  const start = async (SITE_URL: string, PORT: string) =>
    npmStart({ env: { DATABASE_URL: await cloneDemonstration(), AUTH_SECRET: secret, SMTP_URL: "smtp://127.0.0.1:9", MAILER: "off", SITE_URL, PORT } })
  const [first, second, third] = [String(await takePort()), String(await takePort()), String(await takePort())]
  const own = await start(`http://localhost:${first}`, first)
  const unsafe = await start("http://events.example.org", second)
  const safe = await start("https://events.example.org", third)
  expect((await fetch(`${own.url}/`)).headers.has("strict-transport-security")).toBe(false)
  expect([unsafe, safe, own].map(({ log }) => log().includes("whoever is on the way can read"))).toEqual([true, false, false])
  for (const path of ["/", "/admin/sign-in", "/attend/nonsense", "/health", "/nowhere"])
    expect((await fetch(`http://localhost:${third}${path}`)).headers.get("strict-transport-security")).toBe("max-age=31536000")
  const answer = await post(`http://localhost:${third}/events/wes-session-repeat/registrations`, { name: "", email: "" })
  expect([answer.status, answer.headers.get("strict-transport-security")]).toEqual([303, "max-age=31536000"])
})
