import type { Page } from "playwright-core"
import sharp from "sharp"
import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, signIn } from "../support/browser"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// An organiser makes an event from nothing, keeps it right, and uses it again.

let site: Site
beforeAll(async () => {
  site = await startSite()
})

test("from nothing to registered people, without JavaScript: draft, preview, publish, another address, two editors, the next one", async () => {
  const { page, complaints } = await openBrowser({ javaScript: false })
  await signIn(page, site.signInLink())
  await page.getByRole("link", { name: "New event" }).click()
  await page.getByLabel("Title").fill("Spring seminar")
  await page.getByLabel("Day", { exact: true }).fill("2027-03-04")
  await page.getByLabel("From").fill("10:00")
  await page.getByLabel("To", { exact: true }).fill("09:00")
  await page.getByLabel("Places").fill("40")
  await page.getByRole("button", { name: "Make a draft" }).click()
  expect(await page.getByRole("alert").textContent()).toContain("Enter an end that is later than the start")
  await page.getByLabel("To", { exact: true }).fill("12:00")
  await page.getByRole("button", { name: "Make a draft" }).click()
  await page.getByText("Your draft is made").waitFor()
  const desk = page.url().replace(/\?.*/, "")

  await page.getByLabel("About").fill("What we **talk** about.")
  await page.getByLabel("Programme").fill("| 10:00 | Welcome |\n|---|---|\n| 10:15 | Talks |")
  await page.getByRole("button", { name: "Look at it without saving" }).click()
  expect(await page.getByRole("status").textContent()).toContain("not saved yet")
  await page.getByRole("cell", { name: "10:15" }).waitFor()
  await page.getByRole("link", { name: "Back to the form" }).click()
  expect(await page.getByLabel("About").inputValue()).toBe("What we **talk** about.")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  expect((await fetch(`${site.url}/events/spring-seminar`)).status).toBe(404)
  await page.getByRole("link", { name: "See it as the public does" }).click()
  await page.getByRole("heading", { name: "Programme" }).waitFor()
  await page.goBack()
  await page.getByRole("button", { name: "Publish what is saved" }).click()
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  expect(await (await fetch(`${site.url}/events/spring-seminar`)).text()).toContain("<strong>talk</strong>")

  await page.getByRole("link", { name: "Speakers, reading" }).click()
  await page.getByRole("link", { name: "Add a speaker" }).click()
  await page.getByLabel("Name").fill("Grace Example")
  await page.getByLabel("Links").fill("Home page example.org")
  await page.getByRole("button", { name: "Save the speaker" }).click()
  expect(await page.getByRole("alert").textContent()).toContain("does not end in a link")
  expect(await page.getByLabel("Name").inputValue()).toBe("Grace Example")
  await page.getByLabel("Links").fill("Home page https://example.org/grace")
  await page.getByRole("button", { name: "Save the speaker" }).click()
  await page.getByRole("link", { name: "Add a speaker" }).click()
  await page.getByRole("button", { name: "Take over" }).click()
  expect(await page.getByLabel("Name").inputValue()).not.toBe("")
  await page.getByLabel("Name").fill("Ada Example")
  await page.getByLabel("Role").fill("Chair")
  await page.getByRole("button", { name: "Save the speaker" }).click()
  await page.getByRole("button", { name: "Move up" }).click()
  await page.getByRole("link", { name: "Add a reading" }).click()
  await page.getByLabel("Title").fill("Before we meet")
  await page.getByLabel("Author").fill("Ada Example")
  await page.getByLabel("Text").fill("Read this.[^1]\n\n[^1]: A note.")
  await page.getByRole("button", { name: "Save the reading" }).click()
  await page.getByText("Saved.").waitFor()
  const shown = await (await fetch(`${site.url}/events/spring-seminar`)).text()
  expect(shown.indexOf("Ada Example")).toBeLessThan(shown.indexOf("Grace Example"))
  for (const words of ["https://example.org/grace", "Before we meet", "1 note"]) expect(shown).toContain(words)
  expect(await (await fetch(`${site.url}/events/spring-seminar/reading/before-we-meet`)).text()).toContain("A note.")
  // A picture: refused when it is none, with what was typed, and then shown.
  await page.getByRole("link", { name: "Grace Example" }).click()
  const speakerPage = page.url()
  await page.getByLabel("What it shows").fill("Grace Example at her desk")
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") })
  await page.getByRole("button", { name: "Upload the picture" }).click()
  expect(await page.getByRole("alert").textContent()).toBe("Choose a JPEG, PNG or WebP picture")
  expect(await page.getByLabel("What it shows").inputValue()).toBe("Grace Example at her desk")
  const large = Buffer.alloc(12 * 1024 * 1024)
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.png", mimeType: "image/png", buffer: large })
  await page.getByRole("button", { name: "Upload the picture" }).click()
  expect(await page.getByRole("alert").textContent()).toBe("Choose a picture of at most 10 MB")
  await page.getByLabel("What it shows").fill("Grace Example at her desk")
  const portrait = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#0b5a57" } })
    .jpeg()
    .toBuffer()
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.jpg", mimeType: "image/jpeg", buffer: portrait })
  await page.getByRole("button", { name: "Upload the picture" }).click()
  await page.getByRole("button", { name: "Take this picture away" }).waitFor()
  expect(page.url()).toContain(speakerPage)
  const { page: visitor } = await openBrowser()
  await visitor.goto(`${site.url}/events/spring-seminar`)
  await visitor.getByAltText("Grace Example at her desk").waitFor()
  expect(await visitor.evaluate(`(async () => { const [face] = document.images; await face.decode(); return face.naturalWidth > 0 })()`)).toBe(true)
  await page.goto(desk)

  // Somebody has the form open while the address changes, and sends it.
  await page.getByLabel("Address", { exact: true }).fill("spring-2027")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  for (let visit = 0; visit < 3; visit += 1) {
    const old = await fetch(`${site.url}/events/spring-seminar`, { redirect: "manual" })
    expect([old.status, old.headers.get("location")]).toEqual([307, "/events/spring-2027"])
  }
  const answer = await post(`${site.url}/events/spring-seminar/registrations`, { name: "Ada Example", email: "ada@example.org" })
  expect(answer.headers.get("location")).toBe("/events/spring-2027/registered")
  await site.waitForMail((mail) => mail.to === "ada@example.org")
  const refused = await post(`${site.url}/events/spring-seminar/registrations`, { name: "", email: "grace@example.org" })
  expect(await (await fetch(`${site.url}${refused.headers.get("location")}`)).text()).toContain('value="grace@example.org"')

  const second = await openBrowser({ javaScript: false })
  await second.context.addCookies(await page.context().cookies())
  await second.page.goto(desk)
  await page.goto(desk)
  await page.getByLabel("Host").fill("The first editor")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  await second.page.getByLabel("Host").fill("The second editor")
  await second.page.getByLabel("Summary").fill("Kept all the same")
  // A form that is given back for another reason is still of the edition that it was made from.
  await second.page.getByLabel("Places", { exact: true }).fill("many")
  await second.page.getByRole("button", { name: "Save", exact: true }).click()
  expect(await second.page.getByRole("alert").textContent()).toContain("Enter a number of places")
  await second.page.getByLabel("Places", { exact: true }).fill("40")
  await second.page.getByRole("button", { name: "Save", exact: true }).click()
  const told = await second.page.getByText("Somebody has saved this since").locator("..").textContent()
  for (const words of ["The first editor", "The second editor", "Kept all the same"]) expect(told).toContain(words)
  expect(await second.page.getByLabel("Summary").inputValue()).toBe("Kept all the same")
  await second.page.getByRole("button", { name: "Save", exact: true }).click()
  await second.page.getByText("Saved.").waitFor()

  await page.goto(desk)
  expect(await page.getByRole("button", { name: "Take it back to a draft" }).count()).toBe(0)
  await page.getByRole("link", { name: "Use it for another event" }).click()
  await page.getByLabel("Day", { exact: true }).fill("2027-10-07")
  await page.getByRole("button", { name: "Make a draft" }).click()
  await page.getByText("Your draft is made").waitFor()
  expect(await page.getByLabel("Address", { exact: true }).inputValue()).toBe("spring-seminar-2")
  expect(await page.getByLabel("Summary").inputValue()).toBe("Kept all the same")
  await page.getByRole("button", { name: "Put it into the archive" }).click()
  await page.getByText("It is in the archive").first().waitFor()
  await page.goto(`${site.url}/admin`)
  await page.getByRole("heading", { name: "Archive" }).waitFor()
  expect(complaints).toEqual([])
})

const signInLinkIn = ({ text }: { text: string }) => /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(text)?.[0] ?? ""

/** Asks for a link, waits for the mail, and presses its button. */
async function signInByMail(page: Page): Promise<void> {
  const known = new Set(["", ...(await site.mails()).map(signInLinkIn)])
  await page.getByLabel("Email").fill("organiser@localhost")
  await page.getByRole("button", { name: "Send me a sign-in link" }).click()
  await page.goto(signInLinkIn(await site.waitForMail((mail) => !known.has(signInLinkIn(mail)))))
  await page.getByRole("button", { name: "Sign in" }).click()
}

test("an edit survives a session that has ended, and comes back after signing in again", async () => {
  const { page, context } = await openBrowser({ javaScript: false })
  const [event] = await sql<{ id: string }>(await site.databaseUrl(), `select id from "Event" where slug = 'wes-session-repeat'`)
  await page.goto(`${site.url}/admin/sign-in`)
  await signInByMail(page)
  await page.waitForURL(/\/admin$/)
  await page.goto(`${site.url}/admin/events/${event?.id}`)
  await page.getByLabel("Summary").fill("Typed for an hour")
  await sql(await site.databaseUrl(), `delete from "Session"`)
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("You were signed out, so nothing was saved").waitFor()
  await signInByMail(page)
  expect(await page.getByLabel("Summary").inputValue()).toBe("Typed for an hour")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  await context.close()
})

test("the door for pictures lets in organisers alone, from this site, with a form that can be read", async () => {
  const { page, context } = await openBrowser()
  const [event] = await sql<{ id: string }>(await site.databaseUrl(), `select id from "Event" where slug = 'wes-session-repeat'`)
  const door = (id: string | undefined) => `${site.url}/admin/events/${id}/cover/upload`
  const send = async (body: BodyInit, headers: Record<string, string> = {}, id = event?.id) => {
    const answer = await fetch(door(id), { method: "POST", body, headers, redirect: "manual" })
    return `${answer.status} ${answer.headers.get("location")?.replace(/.*\/admin/, "/admin") ?? ""}`.trim()
  }
  const form = () => {
    const picture = new FormData()
    picture.set("file", new Blob(["not a picture"]), "picture.png")
    return picture
  }
  expect(await send(form(), { origin: "https://evil.example" })).toBe("403")
  expect(await send(form())).toBe("303 /admin/sign-in")
  await page.goto(`${site.url}/admin/sign-in`)
  await signInByMail(page)
  const cookie = await cookieHeader(context)
  expect(await send(new URLSearchParams({ alt: "x" }), { cookie })).toBe("415")
  expect(await send("nonsense", { cookie, "content-type": "multipart/form-data; boundary=x" })).toBe("400")
  expect(await send(form(), { cookie }, "nonsense")).toBe("404")
  expect(await send(form(), { cookie })).toMatch(/^303 \/admin\/events\/.*refused=kind/)
})

test("newer details that nobody is left to be told of are taken into use all the same, and the desk's home is quiet again", async () => {
  const { page, context } = await openBrowser({ javaScript: false })
  const database = await site.databaseUrl()
  const [event] = await sql<{ id: string }>(
    database,
    `update "Event" set "joinUrl" = 'https://webinar.example/j/2', "joinVersion" = 2, "joinReleasedVersion" = 1 where slug = 'wes-session-repeat' returning id`,
  )
  await sql(
    database,
    `insert into "Delivery" (key, kind, "eventId", "userId", urgency, state) select 'test:' || $1::text || ':v2:x', 'test', $1::uuid, id, 5, 'sent' from "User" limit 1`,
    [event?.id],
  )
  await page.goto(`${site.url}/admin/sign-in`)
  await signInByMail(page)
  await page.getByText("The link has changed").waitFor()
  await page.goto(`${site.url}/admin/events/${event?.id}/send`)
  await page.getByText("Use version 2 from now on").click()
  await page.getByText("Nobody is mailed now").waitFor()
  await page.getByRole("button", { name: "Yes, use it" }).click()
  await page.getByRole("heading", { name: /^Version 2/ }).waitFor()
  await page.goto(`${site.url}/admin`)
  expect(await page.getByText("The link has changed").count()).toBe(0)
  await context.close()
})
