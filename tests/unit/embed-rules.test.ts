import fc from "fast-check"
import { expect, test } from "vitest"
import { originsSchema, readOrigin } from "@/lib/events/embed-rules"

const problem = (text: string) => originsSchema.safeParse(text).error?.issues[0]?.message

test("sites are taken one a line, each once, as browsers name them", () => {
  const typed =
    " https://www.example.org/\r\n\r\nHTTPS://Other.Example:8443\nhttps://www.example.org:443\nhttps://bücher.example\nhttp://localhost:4000\nhttp://127.0.0.1"
  expect(originsSchema.parse(typed)).toEqual([
    "https://www.example.org",
    "https://other.example:8443",
    "https://xn--bcher-kva.example",
    "http://localhost:4000",
    "http://127.0.0.1",
  ])
  expect(originsSchema.parse(undefined)).toEqual([])
})

const noSite = (line: string) => `“${line}” is not the address of a site, like https://www.example.org`
test.each([
  ["www.example.org", noSite("www.example.org")],
  ["null", noSite("null")],
  ["*", noSite("*")],
  ["https://*.example.org", noSite("https://*.example.org")],
  ["https://a.example; script-src *", noSite("https://a.example; script-src *")],
  ["https://a.example;script-src", noSite("https://a.example;script-src")],
  ["https://a.example https://b.example", noSite("https://a.example https://b.example")],
  ["https://[::1]", noSite("https://[::1]")],
  ["data:text/html,x", noSite("data:text/html,x")],
  ["http://www.example.org", "“http://www.example.org” does not begin with https://"],
  ["ftp://www.example.org", "“ftp://www.example.org” does not begin with https://"],
  ["https://a.example/events", "“https://a.example/events” says more than the site: enter https://a.example"],
  ["https://a.example?x", "“https://a.example?x” says more than the site: enter https://a.example"],
  ["https://ada:secret@a.example", "“https://ada:secret@a.example” says more than the site: enter https://a.example"],
])("%s is refused in words of its own", (line, words) => {
  expect(problem(line)).toBe(words)
  expect(problem(`https://right.example\n${line}\nhttp://wrong.example`)).toBe(`${words}. “http://wrong.example” does not begin with https://`)
})

test("ten sites are taken, and not eleven", () => {
  const sites = (count: number) => Array.from({ length: count }, (_, index) => `https://site-${index}.example`).join("\n")
  expect(originsSchema.parse(sites(10))).toHaveLength(10)
  expect(problem(sites(11))).toBe("Enter 10 sites at most")
})

test("no line that is taken can end a header or its directive", () => {
  const piece = fc.constantFrom("https://", "a", ".example", ";", " ", ",", "'", "*", "\t", "\r", "@", ":", "8443", "/", "ü", "%3b", "\\", "[", "]")
  let taken = 0
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const read = readOrigin(`https://${pieces.join("")}`)
      if (!("origin" in read)) return
      taken += 1
      expect(read.origin).toMatch(/^https:\/\/[a-z0-9.-]+(:\d+)?$/)
    }),
    { numRuns: 5000 },
  )
  expect(taken).toBeGreaterThan(50)
})
