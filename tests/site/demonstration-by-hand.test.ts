import type { Locator, Page } from "playwright-core"
import sharp from "sharp"
import { beforeAll, expect, test } from "vitest"
import { fieldDay } from "@/lib/time"
import { wesSession } from "@/prisma/seed/wes-session"
import { openBrowser, press, signIn } from "../support/browser"
import { readPage } from "../support/reading-of"
import { openSite, type Site } from "../support/site"

// The demonstration, made from nothing on the desk as an organiser would, is the demonstration that the site begins with.

const seeded = "wes-session-repeat"
const seededReading = "foreword-to-the-industrialisation-of-care"
const ownReading = `a-${seededReading}`

let site: Site
let page: Page
/** The address that the desk gave to what is made here. */
let own = ""
let content = ""
let fields = 0
let presses = 0

const fill = async (label: string, text: string) => {
  fields += 1
  await page
    .getByLabel(label, { exact: true })
    .or(page.getByLabel(`${label} (optional)`, { exact: true }))
    .first()
    .fill(text)
}
const go = async (what: Locator) => {
  presses += 1
  await press(what)
}
const button = (name: string) => page.getByRole("button", { name, exact: true })
const link = (name: string) => page.getByRole("link", { name, exact: true })

/** Head and shoulders of nobody, each in a colour of its own. */
const drawPortrait = (number: number) =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="hsl(${number * 60} 30% 80%)"/>
      <g fill="hsl(${number * 60} 30% 35%)"><circle cx="400" cy="310" r="150"/><path d="M120 800a280 290 0 0 1 560 0z"/></g></svg>`),
  )
    .png()
    .toBuffer()

beforeAll(async () => {
  site = await openSite()
  page = (await openBrowser()).page
  await signIn(page, site)
})

test("title, texts, five speakers with their portraits, a reading with four notes, and published: on the desk alone", async () => {
  const { title, host, summary, about, speakers, readings } = await wesSession()
  const visitor = (await openBrowser()).page
  await visitor.goto(`${site.url}/events/${seeded}`)
  const startsAt = new Date((await visitor.locator("time").first().getAttribute("datetime")) ?? "")
  const banner = (await visitor.locator(".banner").textContent()) ?? ""
  const begun = Date.now()

  await go(link("New event"))
  await fill("Title", title)
  await fill("Day", fieldDay(startsAt, "Europe/London"))
  await fill("From", "10:00")
  await fill("To", "12:30")
  await fill("Places", "300")
  await go(button("Make a draft"))
  await page.getByText("Your draft is made").waitFor()
  own = await page.getByLabel("Address", { exact: true }).inputValue()
  expect(own).toMatch(/^the-industrial-relations-of-mental-health-wes-session(-\d+)?$/)
  for (const [label, text] of [
    ["Host", host],
    ["Summary", summary],
    ["About", about],
    ["Banner", banner],
  ] as const)
    await fill(label, text)
  await go(button("Save"))
  await page.getByText("Saved.").waitFor()

  await go(link("Speakers, reading"))
  content = page.url()
  for (const { name, role, affiliation, topic, bio } of speakers) {
    await go(link("Add a speaker"))
    for (const [label, text] of [
      ["Name", name],
      ["Role", role],
      ["Affiliation", affiliation],
      ["Topic", topic],
      ["About this person", bio],
    ] as const)
      if (text && text !== "Speaker") await fill(label, text)
    await go(button("Save the speaker"))
    await go(link(name))
    await page
      .getByLabel("Picture", { exact: true })
      .setInputFiles({ name: "portrait.png", mimeType: "image/png", buffer: await drawPortrait(speakers.findIndex((one) => one.name === name)) })
    await fill("What it shows", `Portrait of ${name}`)
    await go(button("Upload the picture"))
    await button("Take this picture away").waitFor()
    await go(link("Speakers, reading"))
  }
  for (const { title, author, source, body, citation } of readings) {
    await go(link("Add a reading"))
    for (const [label, text] of [
      ["Title", title],
      ["Author", author],
      ["Where it appeared", source],
      ["Text", body],
      ["How to cite it", citation],
    ] as const)
      await fill(label, text)
    await go(button("Save the reading"))
  }
  await go(link("Edit"))
  await go(button("Publish what is saved"))
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  console.log(`made and published in ${((Date.now() - begun) / 1000).toFixed(1)} s: ${presses} presses, ${fields} fields`)
  expect((await fetch(`${site.url}/events/${own}`)).status).toBe(200)
})

/** The addresses are their own, everywhere. */
const withoutAddresses = (text: string) =>
  text.replaceAll(ownReading, "{reading}").replaceAll(seededReading, "{reading}").replaceAll(own, "{slug}").replaceAll(seeded, "{slug}")

/** The seeded page and one's own, as lines without their addresses. */
async function readBoth(path: (slug: string, reading: string) => string) {
  const { page: visitor } = await openBrowser()
  const both: string[][] = []
  for (const [slug, reading] of [
    [seeded, seededReading],
    [own, ownReading],
  ] as const) {
    await visitor.goto(`${site.url}${path(slug, reading)}`)
    both.push((await readPage(visitor)).map(withoutAddresses))
  }
  const [first = [], second = []] = both
  return { first, second }
}

/** A portrait stands where the seeded page, which has none, shows two letters. */
const isPortrait = (line: string) => /^img \| src=\/pictures\/[0-9a-f]{64}\.webp \| alt=Portrait of /.test(line)
const isInitials = (line: string) => /^span \| \p{Lu}{2}$/u.test(line)

test("its page reads as the seeded one, element by element", async () => {
  const { first, second } = await readBoth((slug) => `/events/${slug}`)
  const { speakers } = await wesSession()
  expect(first.length).toBeGreaterThan(80)
  expect(second.filter(isPortrait).map((line) => line.replace(/.*alt=/, ""))).toEqual(speakers.map(({ name }) => `Portrait of ${name}`))
  expect(first.filter(isInitials)).toHaveLength(5)
  expect(second.filter((line) => !isPortrait(line))).toEqual(first.filter((line) => !isInitials(line)))
  // What must be on it, so that two empty pages would not be alike.
  for (const words of [
    "h1 | The Industrial Relations of Mental Health: WES Session",
    "dt | When",
    "li | id=speaker-5",
    "span | Chair",
    "button | type=submit | Register (free)",
  ])
    expect(second).toContain(words)
  expect(second.find((line) => line.startsWith("script"))).toMatch(/^script \| type=application\/ld\+json \| \{.*"startDate":.*"performer":\[.*Clare Slaney/)
  console.log(`${second.length} lines of the page are the same, but for five portraits`)
})

test("its portraits are there, and what they show is said", async () => {
  const { page: visitor } = await openBrowser()
  await visitor.goto(`${site.url}/events/${own}`)
  const widths = await visitor.evaluate<number[]>(
    `Promise.all([...document.images].map(async (image) => { image.loading = "eager"; await image.decode(); return image.naturalWidth }))`,
  )
  expect(widths).toHaveLength(5)
  expect(Math.min(...widths)).toBeGreaterThan(0)
})

test("its reading reads as the seeded one: four notes, each linked both ways", async () => {
  const { first, second } = await readBoth((slug, reading) => `/events/${slug}/reading/${reading}`)
  expect(second).toEqual(first)
  for (const number of [1, 2, 3, 4]) {
    expect(second.filter((line) => line.startsWith(`a | id=fnref-${number} | href=#fn-${number} `))).toHaveLength(1)
    expect(second.filter((line) => line.startsWith(`a | href=#fnref-${number} `))).toHaveLength(1)
    expect(second.filter((line) => line.startsWith(`li | id=fn-${number}`))).toHaveLength(1)
  }
})

test("so do its form alone, and the page after registering", async () => {
  for (const path of ["register", "registered"]) {
    // These pages are made for each request, and a browser may be looked at while it still puts their parts into place: what they come to is compared.
    const differing = async () => {
      const { first, second } = await readBoth((slug) => `/events/${slug}/${path}`)
      const most = Math.max(first.length, second.length)
      return Array.from({ length: most }, (_, index) => [first[index], second[index]]).filter(([one, other]) => one !== other)
    }
    await expect.poll(differing, { timeout: 30_000 }).toEqual([])
  }
})

test("its calendar file is the seeded one, but for UID and stamps", async () => {
  const [first, second] = await Promise.all([seeded, own].map(async (slug) => (await fetch(`${site.url}/events/${slug}/calendar.ics`)).text()))
  const plain = (file = "") => withoutAddresses(file.replace(/\r\n[ \t]/g, "")).replace(/^(UID|DTSTAMP|CREATED|LAST-MODIFIED)[:;].*$/gm, "$1")
  expect(plain(second)).toContain("SUMMARY:The Industrial Relations of Mental Health: WES Session")
  expect(plain(second)).toEqual(plain(first))
})

test("the comparison can fail: one word that is changed is found, and nothing else", async () => {
  await page.goto(content)
  await go(link("Rosie Rizq"))
  await fill("Affiliation", "University of Elsewhere")
  await go(button("Save the speaker"))
  await page.getByText("Saved.").waitFor()
  const { first, second } = await readBoth((slug) => `/events/${slug}`)
  const strange = second.filter((line) => !isPortrait(line) && !first.includes(line) && !line.startsWith("script"))
  expect(strange).toEqual(["p | University of Elsewhere"])
})
