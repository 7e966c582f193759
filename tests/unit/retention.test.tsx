import { render } from "@react-email/render"
import { createElement } from "react"
import { expect, test } from "vitest"
import Deletion, { PreviewProps, subject } from "@/emails/deletion"
import { letterIdIn } from "@/lib/retention/mails"
import { letterLinesOf, lettersIn, peopleIn, sayHowMany, sayNumbers } from "@/lib/retention/rules"

const counts = {
  "people.registered": 1210,
  "people.cancelled": 4,
  joined: 900,
  "letters.confirmation.sent": 1213,
  "letters.confirmation.failed": 1,
  "letters.address-proof.waiting": 2,
  "letters.of an earlier version.withheld": 1,
}

test("people and letters are added up, whatever became of them", () => {
  expect([peopleIn(counts), lettersIn(counts)]).toEqual([1214, 1217])
  expect(sayHowMany(counts)).toBe("1,214 people and 1,217 letters")
  expect(sayHowMany({ "people.waiting": 1, "letters.waiting.sent": 1 })).toBe("1 person and 1 letter")
  expect(sayHowMany({})).toBe("0 people and 0 letters")
})

test("every number has its words, and what there is none of has none", () => {
  expect(sayNumbers(counts)).toEqual([
    { words: "Registered", number: "1,210" },
    { words: "Cancelled", number: "4" },
    { words: "Joined", number: "900" },
    { words: "Confirmation", number: "sent 1,213, failed 1" },
    { words: "New address to confirm", number: "not sent 2" },
    { words: "of an earlier version", number: "withheld 1" },
  ])
  expect(letterLinesOf(counts)[0]).toEqual({ words: "Confirmation", count: 1214, sent: 1213, failed: 1, withheld: 0, waiting: 0 })
})

test("a mail is known by the letter that its Message-ID names, on whatever host it was sent", () => {
  const id = "6f1a2b3c-4d5e-6f70-8192-a3b4c5d6e7f8"
  expect(letterIdIn(`<${id.toUpperCase()}@events.example.org>`)).toBe(id)
  for (const other of ["", "<x@y>", `<x-${id}@y>`, id]) expect(letterIdIn(other)).toBeNull()
})

test("the word to the organisers carries the numbers in both its bodies, and loads nothing", async () => {
  const element = createElement(Deletion, PreviewProps)
  const [html, text] = await Promise.all([render(element), render(element, { plainText: true })])
  for (const body of [html.replaceAll("<!-- -->", ""), text]) {
    for (const fact of ["210", "sent 214", "214 people and 640 letters", PreviewProps.deskUrl]) expect(body).toContain(fact)
  }
  expect(html).not.toMatch(/<(img|link|iframe)\b|url\(|@import/i)
  expect(subject(PreviewProps)).toBe(`Personal data deleted: ${PreviewProps.event.title}`)
})
