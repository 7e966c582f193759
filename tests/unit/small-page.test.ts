import { expect, test } from "vitest"
import { z } from "zod"
import { problemsOf } from "@/lib/problems"
import { smallPage } from "@/lib/small-page"

const attack = `"><script>alert(1)</script><img src='x' onerror='alert(2)'>`

test("of several problems in one field the first is told", () => {
  const schema = z.object({
    name: z
      .string()
      .min(3, "Too short")
      .regex(/^[a-z]+$/, "Letters only"),
    email: z.string({ error: "Enter it" }),
  })
  expect(problemsOf(schema, { name: "1" })).toEqual({ name: "Too short", email: "Enter it" })
})

test("a form that nobody has sent yet has no problems", () => {
  expect(problemsOf(z.object({ name: z.string() }), null)).toEqual({})
})

test("a small page says what is wrong and is kept by nobody", async () => {
  const page = smallPage(413, "Shorten the longest answer and send the form again.", { "x-more": "yes" })
  expect(page.status).toBe(413)
  expect(Object.fromEntries(page.headers)).toEqual({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-more": "yes" })
  const html = await page.text()
  expect(html).toContain("<h1>This is too much to send at once</h1><p>Shorten the longest answer and send the form again.</p>")
  expect(html).not.toContain("<form")
})

test("the page that asks to wait carries what was typed, and a button that sends it again", async () => {
  const html = await smallPage(429, "Wait.", {}, { action: "/events/wes/registrations", fields: { name: "Ada O'Brien", email: "ada@example.com" } }).text()
  expect(html).toContain('<form method="post" action="/events/wes/registrations">')
  expect(html).toContain('<input type="hidden" name="name" value="Ada O&#39;Brien">')
  expect(html).toContain("<button>Try again</button>")
})

test("whatever was typed stays text: in a value, in a field's name, in the address and in the sentence", async () => {
  const html = await smallPage(429, attack, {}, { action: attack, fields: { [attack]: attack } }).text()
  expect(html).not.toMatch(/<script|<img|onerror='/)
  expect(html.split("&#60;script&#62;alert(1)")).toHaveLength(5)
})
