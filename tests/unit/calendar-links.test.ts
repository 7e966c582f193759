import { expect, test } from "vitest"
import { calendarLinks } from "@/lib/events/calendar-links"

const event = {
  slug: "work-and-health",
  title: "Work & health: sœur #1, 50% + more?",
  startsAt: new Date("2026-10-24T22:30:00.250Z"),
  endsAt: new Date("2026-10-25T01:30:00Z"),
}
const links = new Map(calendarLinks(event, "https://events.example.org").map(({ name, href }) => [name, new URL(href)]))
const fields = (name: string) => Object.fromEntries(links.get(name)?.searchParams ?? [])
const page = "https://events.example.org/events/work-and-health"

test("each service is told the title, the instants in UTC, online, and the public page", () => {
  expect([...links].map(([name, { origin, pathname }]) => `${name} ${origin}${pathname}`)).toEqual([
    "Google https://calendar.google.com/calendar/render",
    "Outlook.com https://outlook.live.com/calendar/0/deeplink/compose",
    "Office 365 https://outlook.office.com/calendar/0/deeplink/compose",
    "Yahoo https://calendar.yahoo.com/",
  ])
  expect(fields("Google")).toEqual({
    action: "TEMPLATE",
    text: event.title,
    dates: "20261024T223000Z/20261025T013000Z",
    location: "Online",
    details: page,
  })
  const outlook = {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: event.title,
    startdt: "2026-10-24T22:30:00Z",
    enddt: "2026-10-25T01:30:00Z",
    location: "Online",
    body: page,
  }
  expect(fields("Outlook.com")).toEqual(outlook)
  expect(fields("Office 365")).toEqual(outlook)
  expect(fields("Yahoo")).toEqual({ v: "60", title: event.title, st: "20261024T223000Z", et: "20261025T013000Z", in_loc: "Online", desc: page })
})

test("nothing in an address is read in two ways: spaces are %20, a plus sign is %2B", () => {
  for (const { search } of links.values()) {
    expect(search).toContain("50%25%20%2B%20more%3F")
    expect(search).not.toMatch(/[+\s#]/)
  }
})
