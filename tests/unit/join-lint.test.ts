import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { lintJoinDetails } from "@/lib/events/join-lint"

const now = new Date("2020-10-07T09:00:00Z")
const good = { joinUrl: "https://zoom.example/j/9481220457", passcode: "482913", joinInstructions: null, endsAt: new Date("2020-10-08T11:30:00Z") }

/** The findings in a word and their first words: "no The link is the one for the host". */
const lint = (changes: Partial<Parameters<typeof lintJoinDetails>[0]>) =>
  lintJoinDetails({ ...good, ...changes }, now).map(({ level, words }) => `${level} ${words}`)

test("good details have nothing against them", () => {
  expect(lint({})).toEqual([])
  expect(lint({ joinInstructions: "By telephone: +44 131 496 0123, then the passcode." })).toEqual([])
  expect(lint({ joinInstructions: "Passcode: 482 913. Dial-in: +44 131 496 0123, passcode 482913#" })).toEqual([])
})

describe("the link", () => {
  test.each([null, "", "  "])("%j is none yet, and then nothing is said of the passcode", (joinUrl) => {
    expect(lintJoinDetails({ ...good, joinUrl, passcode: null }, now)).toEqual([{ level: "no", words: "There is no link yet." }])
  })

  test.each(["http://zoom.example/j/1", "zoom.example/j/1", "javascript:alert(1)", "ftp://zoom.example/j/1"])("%s is not one to mail", (joinUrl) => {
    expect(lint({ joinUrl })).toEqual([expect.stringMatching(/^no The link does not begin with https/)])
  })

  test.each(["https://zoom.example/s/9481220457", "https://zoom.example/j/1?zak=eyJ0", "https://zoom.example/j/1?ZAK=eyJ0"])("%s is the host's", (joinUrl) => {
    expect(lint({ joinUrl })).toEqual([expect.stringMatching(/^no The link is the one for the host/)])
  })

  test("with a personal token is somebody's own", () => {
    expect(lint({ joinUrl: "https://zoom.example/w/9481220457?tk=abc.DQQ&pwd=UE5LdzFhQ2R5b1lMbUVBVkdCSnZKdz09" })).toEqual([
      expect.stringMatching(/^no The link is one person’s own/),
    ])
  })

  test("is not mistaken for the host's by a word that merely looks like it", () => {
    expect(lint({ joinUrl: "https://zoom.example/sessions/s1?token=1&task=2&link=3" })).toEqual([])
  })

  test("that a mail program has wrapped is named, and looked into", () => {
    const wrapped = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent("https://zoom.example/s/1")}&data=05`
    expect(lint({ joinUrl: wrapped })).toEqual([expect.stringMatching(/^no .*for the host/), expect.stringMatching(/^look .*copied out of a mail/)])
    expect(lint({ joinUrl: "https://meet.google.com/abc-defg-hij" })).toEqual([])
  })

  test("in the instructions is looked at too", () => {
    expect(lint({ joinInstructions: "Speakers: https://zoom.example/s/1?zak=x" })).toEqual([
      expect.stringMatching(/^no A link in the instructions is the one for the host/),
    ])
  })
})

describe("the passcode", () => {
  test("that is missing is worth a look, with what stands elsewhere", () => {
    expect(lint({ passcode: null })).toEqual(["look There is no passcode. If the webinar asks for one, attendees cannot get in."])
    expect(lint({ passcode: null, joinInstructions: "Passcode: 482 913" })).toEqual([expect.stringContaining("the instructions say 482 913")])
    expect(lint({ passcode: null, joinUrl: "https://zoom.example/j/1?pwd=482913" })).toEqual([expect.stringContaining("the link has 482913")])
  })

  test("that differs from the one in the link is wrong", () => {
    expect(lint({ joinUrl: "https://zoom.example/j/1?pwd=111111" })).toEqual([expect.stringMatching(/^no The passcode is 482913, and the link has 111111/)])
    expect(lint({ joinUrl: "https://zoom.example/j/1?pwd=482913" })).toEqual([])
  })

  test("is not compared with one that the service has encrypted", () => {
    expect(lint({ joinUrl: "https://zoom.example/j/1?pwd=UE5LdzFhQ2R5b1lMbUVBVkdCSnZKdz09" })).toEqual([])
  })

  test.each(["Passcode: 999999", "The password is 999 999.", "By telephone, PIN = 999999#"])(
    "that differs from “%s” in the instructions is worth a look",
    (joinInstructions) => {
      expect(lint({ joinInstructions })).toEqual([expect.stringMatching(/^look The passcode is 482913, and the instructions say 999/)])
    },
  )

  test("is not looked for in words without a digit", () => {
    expect(lint({ joinInstructions: "The passcode is case-sensitive. Password: see above" })).toEqual([])
  })
})

test("an event that is over gets no link any more", () => {
  expect(lintJoinDetails(good, good.endsAt)).toEqual([{ level: "no", words: "This event is over." }])
})

test("whatever somebody pastes is read without a fall, and what must be mended comes first", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.webUrl({ withQueryParameters: true }), fc.constant(null))
  fc.assert(
    fc.property(text, text, text, (joinUrl, passcode, joinInstructions) => {
      const levels = lintJoinDetails({ ...good, joinUrl, passcode, joinInstructions }, now).map(({ level }) => level)
      expect(levels).toEqual([...levels].sort().reverse())
    }),
  )
})
