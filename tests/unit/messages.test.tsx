import { render } from "@react-email/render"
import fc from "fast-check"
import { createElement } from "react"
import { describe, expect, test } from "vitest"
import * as message from "@/emails/message"
import { whereItIs } from "@/lib/deliveries/rules"
import { asText } from "@/lib/mail/templates"
import { expand, unknownPlaceholders } from "@/lib/messages/placeholders"
import { isStill } from "@/lib/messages/rules"
import { messageSchema, sendSchema } from "@/lib/messages/schema"
import { problemsOf } from "@/lib/problems"

const typed = { subject: "What to read", body: "Dear {name},\n\nread {title} before {when}: {page}", audience: "registered" }
const problems = (changes: Record<string, string>) => problemsOf(messageSchema, { ...typed, ...changes })

describe("the form", () => {
  test("takes a subject, a text and an audience", () => {
    expect(messageSchema.parse({ ...typed, subject: "  What to\r\nread ", body: "One\r\n\r\nTwo  " })).toEqual({
      subject: "What to read",
      body: "One\n\nTwo",
      audience: "registered",
      id: undefined,
      person: undefined,
    })
  })

  test.each([
    ["", "Enter a subject"],
    [" \u200b ", "Enter a subject"],
    ["x".repeat(201), "Use 200 characters at most"],
    ["Read {nmae}", "{nmae} is not a placeholder. Use {name}, {title}, {when} or {page}"],
  ])("refuses the subject %j", (subject, words) => expect(problems({ subject })).toEqual({ subject: words }))

  test.each([
    ["", "Enter the message"],
    ["\n \u200b\n", "Enter the message"],
    ["x".repeat(10_001), "Use 10,000 characters at most"],
    ["Dear {nmae},\nsee {link}, {nmae}", "{nmae} and {link} are not placeholders. Use {name}, {title}, {when} or {page}"],
    ["{}", "{} is not a placeholder. Use {name}, {title}, {when} or {page}"],
    ["{constructor}", "{constructor} is not a placeholder. Use {name}, {title}, {when} or {page}"],
  ])("refuses the text %j", (body, words) => expect(problems({ body })).toEqual({ body: words }))

  test("takes the longest subject and text, in any alphabet", () => {
    expect(problems({ subject: "😀".repeat(200), body: "漢".repeat(10_000) })).toEqual({})
  })

  test("refuses an audience that there is not, and forgets an id that is none", () => {
    expect(problems({ audience: "everybody" })).toEqual({ audience: "Choose who gets it" })
    expect(problemsOf(messageSchema, { subject: "a", body: "b" })).toEqual({ audience: "Choose who gets it" })
    expect(messageSchema.parse({ ...typed, id: "1", person: "' or true" })).toMatchObject({ id: undefined, person: undefined })
    expect(Object.keys(problemsOf(sendSchema, { ...typed, id: "1", count: "-1" }))).toEqual(["id", "count"])
  })
})

describe("placeholders", () => {
  const values = { name: "{title} {page}", title: "{name}", when: "{when}", page: "{{name}}" }

  test("CVE-2026-2415: are each replaced once: braces in a value stay as they are", () => {
    expect(expand("{name}|{ title }|{when}|{page}|{other}", values)).toBe("{title} {page}|{name}|{when}|{{name}}|{other}")
  })

  test("never change anything but themselves", () => {
    const plain = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[{}]/g, ""))
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1 }), fc.string({ unit: "grapheme" }), (pieces, name) => {
        expect(expand(pieces.join("{name}"), { ...values, name })).toBe(pieces.join(name))
      }),
    )
  })

  test("that mean nothing are each named once", () => {
    expect(unknownPlaceholders("{name} {nmae} {nmae} { x } {\n}")).toEqual(["nmae", "x"])
  })
})

test("where a message is stands in a few words", () => {
  const row = (state: string, count: number, reason: string | null = null) => ({ state, count, reason })
  expect(whereItIs([row("sent", 1210), row("queued", 1), row("data", 1), row("failed", 1, "address refused"), row("withheld", 1, "bounced address")])).toBe(
    "sent 1,210, waiting 2, failed 1, withheld 1 (bounced address)",
  )
  expect(whereItIs([row("withheld", 2, "stopped by the person"), row("withheld", 1, "cancelled")])).toBe(
    "sent 0, withheld 3 (2 stopped by the person, 1 cancelled)",
  )
  expect(whereItIs([])).toBe("sent 0")
})

test("the number on the button holds while one in twenty come and go, and must be exact below twenty", () => {
  expect([1, 19].map((seen) => isStill(seen, seen + 1))).toEqual([false, false])
  expect([isStill(19, 19), isStill(20, 21), isStill(20, 22), isStill(210, 200), isStill(210, 199)]).toEqual([true, true, false, true, false])
})

describe("the letter", () => {
  const write = async (changes: Partial<message.MessageProps>) => {
    const element = createElement(message.default, { ...message.PreviewProps, ...changes })
    return { html: (await render(element)).replaceAll("<!-- -->", ""), text: await render(element, asText) }
  }

  test("keeps line breaks and paragraphs in both its bodies", async () => {
    const { html, text } = await write({ body: "One\nTwo\n\nThree\n\nThree" })
    expect(html).toMatch(/>One<br\/?>Two<\/p>/)
    expect(text).toMatch(/^One\nTwo\n\nThree\n\nThree\n/m)
  })

  test("makes links of web addresses and of the own page, and of nothing else", async () => {
    const own = message.PreviewProps.attendUrl
    const { html } = await write({ body: `See https://example.org/a?b=1&c=(d), or (http://example.org/e). Yours: ${own}. javascript:alert(1) <b>x</b>` })
    expect([...html.matchAll(/<a[^>]*href="([^"]+)"[^>]*>\1<\/a>/g)].map(([, href]) => href)).toEqual([
      "https://example.org/a?b=1&amp;c=(d",
      "http://example.org/e",
      own,
    ])
    expect(html).toContain("javascript:alert(1) &lt;b&gt;x&lt;/b&gt;")
  })

  test("never cuts a word in two where mail programs show its beginning", async () => {
    const { html } = await write({ body: `${"word ".repeat(23)}${"x".repeat(40)} end` })
    const beginning = /<div[^>]*display:none[^>]*>([^<]*)/.exec(html)?.[1] ?? ""
    expect(beginning).toMatch(/^(word ){23}/)
    expect(beginning).not.toContain("x")
  })

  test("of an event that is cancelled names no time and no place to give up", async () => {
    const { text } = await write({ cancelled: true })
    expect(text).not.toMatch(/When:|Cancel your place/)
    expect((await write({})).text).toMatch(/When:.*Cancel your place/s)
  })
})
