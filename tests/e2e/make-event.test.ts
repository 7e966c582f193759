import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"

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
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  expect((await fetch(`${site.url}/events/spring-seminar`)).status).toBe(404)
  await page.getByRole("link", { name: "See it as the public does" }).click()
  await page.getByRole("heading", { name: "Programme" }).waitFor()
  await page.goBack()
  await page.getByRole("button", { name: "Publish it" }).click()
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  expect(await (await fetch(`${site.url}/events/spring-seminar`)).text()).toContain("<strong>talk</strong>")

  // Somebody has the form open while the address changes, and sends it.
  await page.getByLabel("Address", { exact: true }).fill("spring-2027")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  const old = await fetch(`${site.url}/events/spring-seminar`, { redirect: "manual" })
  expect([old.status, old.headers.get("location")]).toEqual([308, "/events/spring-2027"])
  const answer = await post(`${site.url}/events/spring-seminar/registrations`, { name: "Ada Example", email: "ada@example.org" })
  expect(answer.headers.get("location")).toBe("/events/spring-2027/registered")
  await site.waitForMail((mail) => mail.to === "ada@example.org")

  const second = await openBrowser({ javaScript: false })
  await second.context.addCookies(await page.context().cookies())
  await second.page.goto(desk)
  await page.goto(desk)
  await page.getByLabel("Host").fill("The first editor")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Saved.").waitFor()
  await second.page.getByLabel("Host").fill("The second editor")
  await second.page.getByLabel("Summary").fill("Kept all the same")
  await second.page.getByRole("button", { name: "Save", exact: true }).click()
  const told = await second.page.getByText("Somebody has saved this event").locator("..").textContent()
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
