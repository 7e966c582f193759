import fc from "fast-check"
import { expect, test } from "vitest"
import { likelyMistyped } from "@/lib/registrations/suspicious"
import { isOneSlipAway } from "@/lib/registrations/typo"

const mistyped = (domains: Record<string, number>) =>
  likelyMistyped(Object.entries(domains).map(([domain, people]) => ({ domain, people }))).map(({ domain, likely, people }) => `${domain} ${likely} ${people}`)

test.each(["gmial.com", "gmai.com", "gmaill.com", "gnail.com", "gmail.con", "gmail.co", "gmail.cm"])("%s was meant to be gmail.com", (domain) => {
  expect(mistyped({ [domain]: 2 })).toEqual([`${domain} gmail.com 2`])
})

test.each(["hotmial.com", "outlok.com", "yahooo.com", "iclould.com", "hotmail.co"])("%s is found too", (domain) => {
  expect(mistyped({ [domain]: 1 })).toHaveLength(1)
})

test("true providers and domains that merely share letters are left alone", () => {
  const domains =
    "gmail.com googlemail.com mail.com ymail.com email.com hotmail.de yahoo.de live.fr me.com gmx.de kcl.ac.uk example.org gmail.example.org mailg.com"
  expect(mistyped(Object.fromEntries(domains.split(" ").map((domain) => [domain, 1])))).toEqual([])
})

test("what five people of the event have may be what one of them meant", () => {
  expect(mistyped({ "uni-town.example": 5, "uni-twon.example": 1, "other.example": 4, "othre.example": 1 })).toEqual(["uni-twon.example uni-town.example 1"])
})

test("two domains that many people have are not mistaken for each other, and a slip of gmail.com is one however many made it", () => {
  expect(mistyped({ "kcl.ac.uk": 10, "ucl.ac.uk": 8, "gmial.com": 12 })).toEqual(["gmial.com gmail.com 12"])
})

test("one slip is one letter more, less or other, or two that changed places, and nothing else", () => {
  const word = fc.stringMatching(/^[a-e]{3,10}$/)
  const slip = fc.tuple(word, fc.nat(), fc.constantFrom(..."abcdexyz"), fc.nat(3)).map(([text, where, letter, kind]) => {
    const at = where % (text.length - 1)
    const [before, first = "", second = "", after] = [text.slice(0, at), text[at], text[at + 1], text.slice(at + 2)]
    return {
      text,
      slipped:
        [before + second + first + after, before + second + after, before + letter + second + after, before + letter + first + second + after][kind] ?? "",
    }
  })
  fc.assert(fc.property(slip, ({ text, slipped }) => isOneSlipAway(text, slipped) === (text !== slipped)))
  fc.assert(fc.property(word, word, (one, other) => !isOneSlipAway(`${one}xxx`, `${other}yyy`)))
})
