import { expect, test } from "vitest"
import { block, escapeHtml, line, optionalLine, tick } from "@/lib/text"

const missing = "Enter your full name"
const short = line(5, missing)
const firstProblem = (result: { error?: { issues: { message: string }[] } | undefined }) => result.error?.issues[0]?.message

test("a line loses the spaces around it, and its breaks and tabs become single spaces", () => {
  expect(line(50, missing).parse("  Ada \t Love\r\nlace\u2028Byron ")).toBe("Ada Love lace Byron")
})

test("a line of spaces is missing", () => {
  expect(firstProblem(short.safeParse(" \t\r\n\u00a0 "))).toBe(missing)
  expect(optionalLine(5).parse("   ")).toBe("")
})

test("a letter typed as two code points becomes the one it looks like", () => {
  expect(short.parse("Zoe\u0308")).toBe("Zo\u00eb")
})

test("length is counted in whole characters, after trimming", () => {
  expect(short.safeParse("  😀😀😀😀😀  ").success).toBe(true)
  expect(firstProblem(short.safeParse("abcdef"))).toBe("Use 5 characters at most")
})

test.each([
  ["a NUL", "a\0b"],
  ["half a surrogate pair", "a\ud83d"],
])("%s is refused, in a line and in a block", (_, text) => {
  expect(firstProblem(short.safeParse(text))).toBe("Remove the characters that cannot be shown")
  expect(firstProblem(block(5).safeParse(text))).toBe("Remove the characters that cannot be shown")
})

test("a block keeps its lines, with one kind of break", () => {
  expect(block(50).parse("\r\none\r\ntwo\rthree\nfour\n\n")).toBe("one\ntwo\nthree\nfour")
  expect(firstProblem(block(2000).safeParse("x".repeat(2001)))).toBe("Use 2,000 characters at most")
})

test("a tick box is ticked when it is sent, whatever it says", () => {
  expect([tick.parse("on"), tick.parse(""), tick.parse(undefined)]).toEqual([true, true, false])
})

test("what HTML gives a meaning is escaped, and nothing else", () => {
  expect(escapeHtml(`<a href="x" title='y'>Tom & Zoë</a>`)).toBe("&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;Tom &#38; Zoë&#60;/a&#62;")
})
