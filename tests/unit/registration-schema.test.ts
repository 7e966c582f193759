import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { problemsOf } from "@/lib/problems"
import { emailKeyOf, registrationSchema } from "@/lib/registrations/schema"

const wrongEmail = "Enter an email address in the correct format, like name@example.com"
const form = (fields: Record<string, string> = {}) => ({ name: "Ada Lovelace", email: "ada@example.com", ...fields })
const emailOf = (email: string) => registrationSchema.safeParse(form({ email })).data?.email

test("a person who fills in name and address alone is understood", () => {
  expect(registrationSchema.parse({ ...form(), website: "" })).toEqual({
    name: "Ada Lovelace",
    email: { email: "ada@example.com", emailKey: "ada@example.com" },
    organisation: "",
    updates: false,
    website: "",
  })
})

test("what is missing is said field by field", () => {
  const problems = { name: "Enter your full name", email: "Enter your email address" }
  expect(problemsOf(registrationSchema, {})).toEqual(problems)
  expect(problemsOf(registrationSchema, { name: " ", email: "\t" })).toEqual(problems)
})

test("what is too long is refused with the most it may be", () => {
  const long = "x".repeat(201)
  expect(problemsOf(registrationSchema, form({ name: long, organisation: long }))).toEqual({
    name: "Use 200 characters at most",
    organisation: "Use 200 characters at most",
  })
})

test("a name of several lines becomes one, so that no header can be added through it", () => {
  expect(registrationSchema.parse(form({ name: "Ada\r\nBcc: eve@example.com" })).name).toBe("Ada Bcc: eve@example.com")
})

test("a program that fills in the hidden field gets the form back", () => {
  expect(Object.keys(problemsOf(registrationSchema, form({ website: "https://spam.example" })))).toEqual(["website"])
})

describe("one mailbox, typed in several ways", () => {
  test.each([
    ["ADA@EXAMPLE.COM", "ada@example.com"],
    ["  ada@example.com\r\n", "ada@example.com"],
    ["ada+wes@example.com", "ada+wes@example.com"],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"],
    ["ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
    ["ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
    ["ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"],
    ["ada@ｅｘａｍｐｌｅ.com", "ada@example.com"],
  ])("%j compares as %s", (typed, key) => {
    expect(emailOf(typed)?.emailKey).toBe(key)
    expect(emailKeyOf(typed)).toBe(key)
  })

  test("is kept as typed, and a domain in another alphabet as the mail system spells it", () => {
    expect(emailOf(" Ada@Example.com ")?.email).toBe("Ada@Example.com")
    expect(emailOf("Ada@bücher.example")?.email).toBe("Ada@xn--bcher-kva.example")
    expect(emailOf("ada@ｅｘａｍｐｌｅ.com")?.email).toBe("ada@example.com")
  })
})

describe("what is not exactly one address is refused", () => {
  test.each([
    "ada",
    "@example.com",
    "ada@",
    "ada@localhost",
    "ada@127.0.0.1",
    "ada@[127.0.0.1]",
    "ada@exa mple.com",
    "ada lovelace@example.com",
    ".ada@example.com",
    "ada..l@example.com",
    '"ada lovelace"@example.com',
    '"ada\\"<eve@example.com>"@example.com',
    "Ada <ada@example.com>",
    "ada@example.com, eve@example.com",
    "ada@example.com;eve@example.com",
    "ada@example.com eve@example.com",
    "friends: ada@example.com, eve@example.com;",
    "ada@example.com@example.org",
    "ada@example.com\r\nBcc: eve@example.com",
    "ada@example.com\r\n/Bcc: eve",
    "ada@exa\nmple.com",
    "ada@exa\tmple.com",
    "ada@example.com/>,<eve",
    "ada@example.com?eve",
    "ada@example.com#eve",
    "ada@example.com\\eve",
    "ada@example.com:25",
    "ada@ex%61mple.com",
    "ada%0a@example.com",
    "ada\0@example.com",
    "ada@exam\0ple.com",
    "ada@example\ud800.com",
    "\u0430da@example.com",
    "ada@xn--a.com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a.".repeat(130)}com`,
  ])("%j", (email) => {
    expect(problemsOf(registrationSchema, form({ email }))).toEqual({ email: wrongEmail })
    expect(emailKeyOf(email)).toBeNull()
  })
})

const anyText = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }))).map((units) => String.fromCharCode(...units))
const pieces = [
  " ",
  "\t",
  "\r\n",
  ...String.raw`ada eve @ @ example .com . , ; < > " / \ ? # %0a %2c : ü xn-- [::1] ＠ ， ＜ 。`.split(" "),
  "\0",
  "\u00ad",
  "\ud800",
]
const nearlyAnAddress = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join(""))
const addressWithATail = fc.tuple(anyText, nearlyAnAddress).map(([any, nearly]) => `ada@example.com${nearly}${any}`)
const typed = fc.oneof(anyText, nearlyAnAddress, addressWithATail)

test("nothing that can be typed makes the form throw", () => {
  fc.assert(
    fc.property(fc.record({ name: typed, email: typed, organisation: typed, updates: typed, website: typed }, { requiredKeys: [] }), (fields) => {
      expect(typeof registrationSchema.safeParse(fields).success).toBe("boolean")
    }),
    { numRuns: 2000 },
  )
})

test("no accepted address can end a header, add a recipient or leave its brackets", () => {
  let accepted = 0
  fc.assert(
    fc.property(typed, (email) => {
      const address = emailOf(email)
      if (!address) return
      accepted += 1
      expect(`${address.email}${address.emailKey}`).not.toMatch(/[\r\n,\s<>"\0]/)
      // Checked again as it was kept, it is the same address: nothing is left to interpret.
      expect(emailOf(address.email)).toEqual(address)
    }),
    { numRuns: 20_000 },
  )
  expect(accepted).toBeGreaterThan(50)
})
