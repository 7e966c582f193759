import { beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser } from "../support/browser"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// Many register from one network, or ask it for their links: whoever comes after them waits, or sends a sum along that a browser works out.

let site: Site
let door = ""
const limit = 2
beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off", LIMIT_REGISTRATIONS: `${limit}/10m` } })
  door = `${site.url}/events/wes-session-repeat/registrations`
  for (let number = 1; number <= limit; number += 1) expect((await send(`early${number}`)).status).toBe(303)
})

const send = (name: string, altcha = "") => post(door, { name: "Ada Example", email: `${name}@example.org`, altcha })
const startAgain = async () => sql(await site.databaseUrl(), `truncate "Limit"`)
const isRegistered = async (name: string) =>
  (await sql(await site.databaseUrl(), `select from "Registration" where email = $1`, [`${name}@example.org`])).length === 1

/** Presses Register with a browser, and reads what it worked out before its button is pressed. */
async function workOut(name: string) {
  const { page, complaints } = await openBrowser()
  await page.goto(`${site.url}/events/wes-session-repeat`)
  await fillAndRegister(page, { name: "Grace Example", email: `${name}@example.org`, organisation: "Somewhere & Co" })
  const button = page.getByRole("button", { name: "Send it now" })
  await button.waitFor({ timeout: 60_000 })
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Ready to send")
  const proof = await page.locator("input[name=altcha]").inputValue()
  return { page, button, proof, complaints }
}

test("a browser works it out, the person presses once more, and nothing was lost", async () => {
  const { page, button, proof, complaints } = await workOut("grace")
  expect(await isRegistered("grace")).toBe(false)
  await button.click()
  await page.waitForURL(/\/registered$/)
  const [kept] = await sql(await site.databaseUrl(), `select name, organisation, answers from "Registration" where email = 'grace@example.org'`)
  expect(kept).toEqual({ name: "Grace Example", organisation: "Somewhere & Co", answers: {} })
  // The browser says of the answer 429 that it was an error.
  expect(complaints.filter((said) => !said.includes("429")).join()).toBe("")
  expect((await send("second", proof)).status).toBe(429)
  expect(await isRegistered("second")).toBe(false)
})

test("what is no answer to a sum of ours is refused with a new one, and what was typed", async () => {
  const { proof } = await workOut("unsent")
  const solved: Record<string, unknown> = JSON.parse(Buffer.from(proof, "base64").toString())
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64")
  const later = String(solved.salt).replace(/expires=\d+/, "expires=99999999999")
  for (const wrong of [
    "nonsense",
    encode(null),
    encode([]),
    encode({ ...solved, number: Number(solved.number) + 1 }),
    encode({ ...solved, salt: later }),
    encode({ ...solved, signature: "0".repeat(64) }),
    encode({ ...solved, algorithm: "SHA-1" }),
    proof.repeat(20),
  ]) {
    const answer = await send("wrong", wrong)
    const text = await answer.text()
    expect([answer.status, text.includes("data-challenge"), text.includes("wrong@example.org"), text.includes("name=&#34;altcha")]).toEqual([
      429,
      true,
      true,
      false,
    ])
  }
  expect(await isRegistered("wrong")).toBe(false)
  expect((await send("right", proof)).status).toBe(303)
})

test("without JavaScript one is told how long to wait, and may send it again", async () => {
  const { page } = await openBrowser({ javaScript: false })
  await page.goto(`${site.url}/events/wes-session-repeat`)
  await fillAndRegister(page, { name: "Ada Example", email: "waits@example.org" })
  expect(await page.getByRole("status").textContent()).toMatch(/press the button again in \d+ minutes/)
  await Promise.all([page.waitForResponse((answer) => answer.status() === 429), page.getByRole("button", { name: "Try again" }).click()])
  expect(await isRegistered("waits")).toBe(false)
  await startAgain()
  await page.getByRole("button", { name: "Try again" }).click()
  await page.waitForURL(/\/registered$/)
  expect(await isRegistered("waits")).toBe(true)
})

test("with all the sums in the world, ten times the limit is the end", async () => {
  await startAgain()
  for (let number = 1; number <= limit; number += 1) await send(`again${number}`)
  const { proof: last } = await workOut("late")
  const { proof: tooLate } = await workOut("later")
  const counted = `insert into "Limit" (key, points, expire) select replace(key, 'registrations:', 'registrations*10:'), $1, expire from "Limit" where key like 'registrations:%'`
  await sql(await site.databaseUrl(), counted, [limit * 10 - 1])
  expect([(await send("last", last)).status, (await send("too-late", tooLate)).status]).toEqual([303, 429])
})

test("a limit that is reached answers 429 with what was typed and a button", async () => {
  await startAgain()
  // Whatever the header says: nobody is trusted to name another address.
  const send = (number: number) =>
    post(door, { name: `Person & ${number}`, email: `person-${number}@example.org` }, { "x-forwarded-for": `203.0.113.${number}` })
  const statuses = []
  for (let number = 1; number <= limit; number += 1) statuses.push((await send(number)).status)
  const refused = await send(limit + 1)
  expect([...statuses, refused.status]).toEqual([303, 303, 429])
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(500)
  const page = await refused.text()
  expect(page).toContain(`value="Person &#38; ${limit + 1}"`)
  expect(page).toContain("Try again")
})

test("whoever asks for a lost link too often from one network is asked to wait, with what they typed", async () => {
  await startAgain()
  const ask = () => post(`${site.url}/events/wes-session-repeat/lost-link/request`, { email: "often@example.org" })
  for (let asked = 0; asked < limit; asked += 1) expect((await ask()).status).toBe(303)
  const last = await ask()
  expect(last.status).toBe(429)
  expect(last.headers.get("retry-after")).toMatch(/^\d+$/)
  expect(await last.text()).toContain('name="email" value="often@example.org"')
})
