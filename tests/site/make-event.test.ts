import type { Page } from "playwright-core"
import sharp from "sharp"
import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, openOrganiser, press, signIn } from "../support/browser"
import { copyDemonstration } from "../support/event"
import { post } from "../support/posts"
import { ownerOf } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// An organiser makes an event from nothing, keeps it right, and uses it again.

let site: Site
beforeAll(async () => {
  site = await openSite()
})

test("from nothing to registered people, without JavaScript: draft, preview, publish, another address, two editors, the next one", async () => {
  const { page, complaints } = await openOrganiser(site)
  await press(page.getByRole("link", { name: "New event" }))
  await page.getByLabel("Title").fill("Spring seminar")
  await page.getByLabel("Day", { exact: true }).fill("2027-03-04")
  await page.getByLabel("From").fill("10:00")
  await page.getByLabel("To", { exact: true }).fill("09:00")
  await page.getByLabel("Places").fill("40")
  await press(page.getByRole("button", { name: "Make a draft" }))
  expect(await page.getByRole("alert").textContent()).toContain("Enter an end that is later than the start")
  await page.getByLabel("To", { exact: true }).fill("12:00")
  await press(page.getByRole("button", { name: "Make a draft" }))
  await page.getByText("Your draft is made").waitFor()
  const desk = page.url().replace(/\?.*/, "")

  await page.getByLabel("About").fill("What we **talk** about.")
  await page.getByLabel("Programme").fill("| 10:00 | Welcome |\n|---|---|\n| 10:15 | Talks |")
  await press(page.getByRole("button", { name: "Look at it without saving" }))
  expect(await page.getByRole("status").textContent()).toContain("not saved yet")
  await page.getByRole("cell", { name: "10:15" }).waitFor()
  await press(page.getByRole("link", { name: "Back to the form" }))
  expect(await page.getByLabel("About").inputValue()).toBe("What we **talk** about.")
  await press(page.getByRole("button", { name: "Save", exact: true }))
  await page.getByText("Saved.").waitFor()
  expect((await fetch(`${site.url}/events/spring-seminar`)).status).toBe(404)
  await press(page.getByRole("link", { name: "See it as the public does" }))
  await page.getByRole("heading", { name: "Programme" }).waitFor()
  await page.goBack()
  await press(page.getByRole("button", { name: "Publish what is saved" }))
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  expect(await (await fetch(`${site.url}/events/spring-seminar`)).text()).toContain("<strong>talk</strong>")

  await press(page.getByRole("link", { name: "Speakers, reading" }))
  await press(page.getByRole("link", { name: "Add a speaker" }))
  await page.getByLabel("Name").fill("Grace Example")
  await page.getByLabel("Links").fill("Home page example.org")
  await press(page.getByRole("button", { name: "Save the speaker" }))
  expect(await page.getByRole("alert").textContent()).toContain("does not end in a link")
  expect(await page.getByLabel("Name").inputValue()).toBe("Grace Example")
  await page.getByLabel("Links").fill("Home page https://example.org/grace")
  await press(page.getByRole("button", { name: "Save the speaker" }))
  await press(page.getByRole("link", { name: "Add a speaker" }))
  await press(page.getByRole("button", { name: "Take over" }))
  expect(await page.getByLabel("Name").inputValue()).not.toBe("")
  await page.getByLabel("Name").fill("Ada Example")
  await page.getByLabel("Role").fill("Chair")
  await press(page.getByRole("button", { name: "Save the speaker" }))
  await press(page.getByRole("button", { name: "Move up" }))
  await press(page.getByRole("link", { name: "Add a reading" }))
  await page.getByLabel("Title").fill("Before we meet")
  await page.getByLabel("Author").fill("Ada Example")
  await page.getByLabel("Text").fill("Read this.[^1]\n\n[^1]: A note.")
  await press(page.getByRole("button", { name: "Save the reading" }))
  await page.getByText("Saved.").waitFor()
  const shown = await (await fetch(`${site.url}/events/spring-seminar`)).text()
  expect(shown.indexOf("Ada Example")).toBeLessThan(shown.indexOf("Grace Example"))
  for (const words of ["https://example.org/grace", "Before we meet", "1 note"]) expect(shown).toContain(words)
  expect(await (await fetch(`${site.url}/events/spring-seminar/reading/before-we-meet`)).text()).toContain("A note.")
  // A picture: refused when it is none, with what was typed, and then shown.
  await press(page.getByRole("link", { name: "Grace Example" }))
  const speakerPage = page.url()
  await page.getByLabel("What it shows").fill("Grace Example at her desk")
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") })
  await press(page.getByRole("button", { name: "Upload the picture" }))
  expect(await page.getByRole("alert").textContent()).toBe("Choose a JPEG, PNG or WebP picture")
  expect(await page.getByLabel("What it shows").inputValue()).toBe("Grace Example at her desk")
  const large = Buffer.alloc(12 * 1024 * 1024)
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.png", mimeType: "image/png", buffer: large })
  await press(page.getByRole("button", { name: "Upload the picture" }))
  expect(await page.getByRole("alert").textContent()).toBe("Choose a picture of at most 10 MB")
  await page.getByLabel("What it shows").fill("Grace Example at her desk")
  const portrait = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#0b5a57" } })
    .jpeg()
    .toBuffer()
  await page.getByLabel("Picture", { exact: true }).setInputFiles({ name: "grace.jpg", mimeType: "image/jpeg", buffer: portrait })
  await press(page.getByRole("button", { name: "Upload the picture" }))
  await page.getByRole("button", { name: "Take this picture away" }).waitFor()
  expect(page.url()).toContain(speakerPage)
  const { page: visitor } = await openBrowser()
  await visitor.goto(`${site.url}/events/spring-seminar`)
  await visitor.getByAltText("Grace Example at her desk").waitFor()
  expect(await visitor.evaluate(`(async () => { const [face] = document.images; await face.decode(); return face.naturalWidth > 0 })()`)).toBe(true)
  await page.goto(desk)

  // Somebody has the form open while the address changes, and sends it.
  await page.getByLabel("Address", { exact: true }).fill("spring-2027")
  await press(page.getByRole("button", { name: "Save", exact: true }))
  await page.getByText("Saved.").waitFor()
  for (let visit = 0; visit < 3; visit += 1) {
    const old = await fetch(`${site.url}/events/spring-seminar`, { redirect: "manual" })
    expect([old.status, old.headers.get("location")]).toEqual([307, "/events/spring-2027"])
  }
  const answer = await post(`${site.url}/events/spring-seminar/registrations`, { name: "Ada Example", email: "ada@make-event.example" })
  expect(answer.headers.get("location")).toBe("/events/spring-2027/registered")
  await site.waitForMail((mail) => mail.to === "ada@make-event.example")
  const refused = await post(`${site.url}/events/spring-seminar/registrations`, { name: "", email: "grace@make-event.example" })
  expect(await (await fetch(`${site.url}${refused.headers.get("location")}`)).text()).toContain('value="grace@make-event.example"')

  const second = await openBrowser({ javaScript: false })
  await second.context.addCookies(await page.context().cookies())
  await second.page.goto(desk)
  await page.goto(desk)
  await page.getByLabel("Host").fill("The first editor")
  await press(page.getByRole("button", { name: "Save", exact: true }))
  await page.getByText("Saved.").waitFor()
  await second.page.getByLabel("Host").fill("The second editor")
  await second.page.getByLabel("Summary").fill("Kept all the same")
  // A form that is given back for another reason is still of the edition that it was made from.
  await second.page.getByLabel("Places", { exact: true }).fill("many")
  await press(second.page.getByRole("button", { name: "Save", exact: true }))
  expect(await second.page.getByRole("alert").textContent()).toContain("Enter a number of places")
  await second.page.getByLabel("Places", { exact: true }).fill("40")
  await press(second.page.getByRole("button", { name: "Save", exact: true }))
  const told = await second.page.getByText("Somebody has saved this since").locator("..").textContent()
  for (const words of ["The first editor", "The second editor", "Kept all the same"]) expect(told).toContain(words)
  expect(await second.page.getByLabel("Summary").inputValue()).toBe("Kept all the same")
  await press(second.page.getByRole("button", { name: "Save", exact: true }))
  await second.page.getByText("Saved.").waitFor()

  await page.goto(desk)
  expect(await page.getByRole("button", { name: "Take it back to a draft" }).count()).toBe(0)
  await press(page.getByRole("link", { name: "Use it for another event" }))
  await page.getByLabel("Day", { exact: true }).fill("2027-10-07")
  await press(page.getByRole("button", { name: "Make a draft" }))
  await page.getByText("Your draft is made").waitFor()
  expect(await page.getByLabel("Address", { exact: true }).inputValue()).toBe("spring-seminar-2")
  expect(await page.getByLabel("Summary").inputValue()).toBe("Kept all the same")
  await press(page.getByRole("button", { name: "Put it into the archive" }))
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
  await press(page.getByRole("button", { name: "Send me a sign-in link" }))
  await page.goto(signInLinkIn(await site.waitForMail((mail) => mail.to === "organiser@localhost" && !known.has(signInLinkIn(mail)))))
  await press(page.getByRole("button", { name: "Sign in" }))
}

test("an edit survives a session that has ended, and comes back after signing in again", async () => {
  const { page, context } = await openBrowser({ javaScript: false })
  const event = await copyDemonstration(site)
  await page.goto(`${site.url}/admin/sign-in`)
  await signInByMail(page)
  await page.waitForURL(/\/admin$/)
  await page.goto(event.desk)
  await page.getByLabel("Summary").fill("Typed for an hour")
  const database = await site.databaseUrl()
  await sql(database, `delete from "Session" where "userId" = $1`, [await ownerOf(database)])
  await press(page.getByRole("button", { name: "Save", exact: true }))
  await page.getByText("You were signed out, so nothing was saved").waitFor()
  await signInByMail(page)
  expect(await page.getByLabel("Summary").inputValue()).toBe("Typed for an hour")
  await press(page.getByRole("button", { name: "Save", exact: true }))
  await page.getByText("Saved.").waitFor()
  await context.close()
})

test("the door for pictures lets in organisers alone, from this site, with a form that can be read", async () => {
  const { page, context } = await openBrowser()
  const event = await copyDemonstration(site)
  const door = (id: string) => `${site.url}/admin/events/${id}/cover/upload`
  const send = async (body: BodyInit, headers: Record<string, string> = {}, id: string = event.id) => {
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
  await signIn(page, site)
  const cookie = await cookieHeader(context)
  expect(await send(new URLSearchParams({ alt: "x" }), { cookie })).toBe("415")
  expect(await send("nonsense", { cookie, "content-type": "multipart/form-data; boundary=x" })).toBe("400")
  expect(await send(form(), { cookie }, "nonsense")).toBe("404")
  expect(await send(form(), { cookie })).toMatch(/^303 \/admin\/events\/.*refused=kind/)
})

test("newer details that nobody is left to be told of are taken into use all the same, and the desk's home is quiet again", async () => {
  const { page, context } = await openBrowser({ javaScript: false })
  const database = await site.databaseUrl()
  const event = await copyDemonstration(site, {
    title: "Nobody is left to be told",
    joinUrl: "https://webinar.example/j/2",
    joinVersion: 2,
    joinReleasedVersion: 1,
  })
  const tested = `insert into "Delivery" (key, kind, "eventId", "userId", urgency, state) values ('test:' || $1::text || ':v2:x', 'test', $1::uuid, $2, 5, 'sent')`
  await sql(database, tested, [event.id, await ownerOf(database)])
  const listed = page.getByRole("row").filter({ hasText: "Nobody is left to be told" })
  await signIn(page, site)
  await listed.getByText("The link has changed").waitFor()
  await page.goto(`${event.desk}/send`)
  await page.getByText("Use version 2 from now on").click()
  await page.getByText("Nobody is mailed now").waitFor()
  await press(page.getByRole("button", { name: "Yes, use it" }))
  await page.getByRole("heading", { name: /^Version 2/ }).waitFor()
  await page.goto(`${site.url}/admin`)
  await listed.waitFor()
  expect(await listed.getByText("The link has changed").count()).toBe(0)
  await context.close()
})
