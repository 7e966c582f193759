import { beforeAll, describe, expect, test } from "vitest"
import { fillAndRegister, openBrowser, signIn } from "../support/browser"
import { openDesk } from "../support/desk"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

let site: Site
beforeAll(async () => {
  site = await openSite()
})

const markup = `<img src=x onerror="document.title='it ran'">`

describe.each([{ javaScript: false }, { javaScript: true }])("an organiser writes to those who are registered (JavaScript: $javaScript)", ({ javaScript }) => {
  const address = (name: string) => `${name}-${javaScript}@messages.example`
  const [marked, ada, late] = [address("markup"), address("ada"), address("late")]
  let event: OwnEvent
  let desk: Awaited<ReturnType<typeof openBrowser>>
  let messages = ""
  const draftsGrowOld = async () =>
    sql(await site.databaseUrl(), `update "Draft" set "createdAt" = foyer_now() - interval '1 hour' where starts_with(form, $1)`, [new URL(messages).pathname])
  const mailsTo = async (email: string) => (await site.mails()).filter(({ to, subject }) => to === email && subject.startsWith("Read this"))

  beforeAll(async () => {
    event = await copyDemonstration(site)
    messages = `${event.desk}/messages`
    const { page } = await openBrowser({ javaScript })
    for (const [name, email] of [
      [markup, marked],
      ["Ada Example", ada],
    ] as const) {
      await page.goto(event.url)
      await fillAndRegister(page, { name, email })
    }
    desk = await openBrowser({ javaScript })
    await signIn(desk.page, site)
  })

  test("a placeholder that means nothing comes back with everything typed; the check shows the mail; one press mails each person once", async () => {
    const { page, context } = desk
    await page.goto(messages)
    await page.getByLabel("To", { exact: true }).selectOption({ label: "Registered, not joined (reaches 2)" })
    await page.getByLabel("Subject").fill("Read this before {when}")
    await page.getByLabel("Message", { exact: true }).fill(`Dear {nmae},\nsee <b>{title}</b> & {page}\n\n${markup}`)
    await page.getByRole("button", { name: "Check the message" }).click()
    await page.waitForURL(/messages\?draft=/)
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.locator(".summary a").allTextContents()).toEqual(["{nmae} is not a placeholder. Use {name}, {title}, {when} or {page}"])
    expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("not-joined")
    expect(await page.getByLabel("Subject").inputValue()).toBe("Read this before {when}")
    const text = await page.getByLabel("Message", { exact: true }).inputValue()
    expect(text).toBe(`Dear {nmae},\nsee <b>{title}</b> & {page}\n\n${markup}`)

    await page.getByLabel("Message", { exact: true }).fill(text.replace("nmae", "name"))
    await page.getByRole("button", { name: "Check the message" }).click()
    await page.waitForURL(/check\?draft=/)
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("To 2 people")
    const letter = page.frameLocator("iframe").locator("p")
    await letter.filter({ hasText: `Dear ${markup},` }).waitFor()
    expect(await page.locator("iframe").getAttribute("sandbox")).toBe("")
    await page.getByLabel("The mail as this person gets it").selectOption({ label: `Ada Example, ${ada}` })
    await page.getByRole("button", { name: "Show it" }).click()
    await letter.filter({ hasText: "Dear Ada Example," }).waitFor()
    const shown = (await letter.allTextContents()).slice(0, 2)

    const secondTab = await context.newPage()
    await secondTab.goto(page.url())
    await page.getByRole("button", { name: "Send to 2 people" }).click()
    await page.waitForURL(/messages\?sent$/)
    await page.getByText(/The message (is on its way|has gone): sent/).waitFor()
    await secondTab.getByRole("button", { name: "Send to 2 people" }).click()
    await secondTab.waitForURL(/messages\?already$/)
    await secondTab.getByText("nothing was sent twice").waitFor()
    await secondTab.close()

    const mail = await site.mailTo(ada, "Read this")
    expect(mail.subject).toMatch(/^Read this before Thu \d+ \w+, 10:00 London$/)
    expect(mail.text.replace(/\s+/g, " ")).toContain("Dear Ada Example, see <b>The Industrial Relations of Mental Health: WES Session</b> & http")
    const words = (typed: string) => typed.replace(/\s+/g, "")
    expect(shown[1]).toBe(markup)
    expect(words(mail.text)).toContain(words(shown.join("")))
    await site.mailTo(marked, "Read this")
    await site.idle(event.id)
    expect([await mailsTo(ada), await mailsTo(marked)].map(({ length }) => length)).toEqual([1, 1])
    await page.goto(messages)
    expect(await page.locator("tbody tr").allTextContents()).toEqual([expect.stringMatching(/Read this before.*Registered, not joined.*sent 2$/s)])
    expect(await page.title()).not.toBe("it ran")
  })

  test("nothing is lost however long somebody looks at the check", async () => {
    const { page } = desk
    await page.goto(messages)
    await page.getByLabel("Subject").fill("Read this too")
    await page.getByLabel("Message", { exact: true }).fill("One\n\nTwo")
    await page.getByRole("button", { name: "Check the message" }).click()
    await page.waitForURL(/check\?draft=/)
    await draftsGrowOld()
    await page.getByRole("button", { name: "Change the message" }).click()
    await page.waitForURL(/unsent$/)
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("One\n\nTwo")
    expect(await page.getByText("Nothing has been sent.").count()).toBe(1)
    await page.getByRole("button", { name: "Check the message" }).click()
    await page.waitForURL(/check\?draft=/)
    await draftsGrowOld()
    const check = page.url()
    await page.getByRole("button", { name: "Send to 2 people" }).click()
    await page.waitForURL(/messages\?sent$/)
    await site.mailTo(ada, "Read this too")
    await page.goto(check)
    await page.getByText("kept for 15 minutes and is not here any more").waitFor()
    expect(desk.complaints).toEqual([])
  })

  test("a number that has changed is asked again", async () => {
    const { page } = desk
    await page.goto(messages)
    await page.getByLabel("Subject").fill("Read this last")
    await page.getByLabel("Message", { exact: true }).fill("Three")
    await page.getByRole("button", { name: "Check the message" }).click()
    await page.waitForURL(/check\?draft=/)
    const visitor = await openBrowser({ javaScript })
    await visitor.page.goto(event.url)
    await fillAndRegister(visitor.page, { name: "Late Example", email: late })
    await page.getByRole("button", { name: "Send to 2 people" }).click()
    await page.getByText("the number of people has changed").waitFor()
    await page.getByRole("button", { name: "Send to 3 people" }).click()
    await page.waitForURL(/messages\?sent$/)
    await site.mailTo(late, "Read this last")
  })
})

describe("behind the pages", () => {
  test("the frame of the check runs no script, even if a letter had one; a frame without the sandbox shows that this can be seen", async () => {
    const { page } = await openBrowser()
    await page.goto(`${site.url}/admin/sign-in`)
    const ran = (sandbox: string) =>
      page.evaluate<string[]>(`new Promise((resolve) => {
        const heard = []
        addEventListener("message", ({ data }) => heard.push(data))
        document.body.insertAdjacentHTML("beforeend", '<iframe ${sandbox}></iframe>')
        const frame = document.body.lastElementChild
        frame.srcdoc = '<script nonce="' + document.querySelector("script[nonce]").nonce + '">parent.postMessage("a script", "*")<' + '/script><img src=x onerror="parent.postMessage(1)">'
        // What a script says on the way is heard before the frame has loaded.
        frame.addEventListener("load", () => setTimeout(() => resolve(heard.filter((word) => word === "a script")), 1500))
      })`)
    expect(await ran("")).toEqual(["a script"])
    expect(await ran(`sandbox=""`)).toEqual([])
  })

  test("a draft event has no form and mails nobody; strangers are sent to sign in", async () => {
    const fields = { subject: "Read", body: "this", audience: "registered", id: "00000000-0000-4000-8000-000000000000", count: "0" }
    for (const door of ["prepare", "change", "send"]) {
      const answer = await fetch(`${site.url}/admin/events/${fields.id}/messages/${door}`, {
        method: "POST",
        body: new URLSearchParams(fields),
        redirect: "manual",
      })
      expect(answer.headers.get("location")).toBe("/admin/sign-in")
    }
    const event = await copyDemonstration(site, { status: "draft" })
    const desk = await openDesk(site, event.slug)
    expect(await (await desk.get("/messages")).text()).toContain("a draft never mails anybody")
    expect((await desk.post("/messages/prepare", fields)).headers.get("location")).toMatch(/\/messages$/)
    expect((await desk.post("/messages/send", fields)).headers.get("location")).toMatch(/\/messages$/)
    expect((await desk.get("/messages/check?draft=x")).status).toBe(404)
    expect(await sql(await site.databaseUrl(), `select from "Message" where "eventId" = $1`, [event.id])).toEqual([])
  })
})
