import { describe, expect, test } from "vitest"
import type { DeskEvent } from "@/lib/events/desk"
import { type Facts, readinessOf, verdictOf } from "@/lib/readiness/rules"

const hour = 3_600_000
const now = new Date("2020-10-07T08:00:00Z")

const event: DeskEvent = {
  id: "6a8ea4b4-d766-450f-aa34-710c92c8c478",
  slug: "session",
  title: "A session",
  summary: "",
  about: "",
  host: "",
  startsAt: new Date("2020-10-08T09:00:00Z"),
  endsAt: new Date("2020-10-08T11:30:00Z"),
  timeZone: "Europe/London",
  status: "published",
  capacity: 300,
  taken: 214,
  waitingList: false,
  registrationOpensAt: null,
  registrationClosesAt: null,
  coverId: null,
  cover: null,
  joinUrl: "https://webinar.example/j/1",
  passcode: "482913",
  joinInstructions: null,
  joinVersion: 2,
  joinReleasedVersion: null,
  joinReleaseAt: null,
  reminderOffsets: [60],
  doorsOpenMinutes: 15,
  offerHours: 24,
  embedOrigins: [],
  sequence: 0,
  questions: [],
  notice: null,
  recordingUrl: null,
  retentionDays: 30,
  replyTo: null,
  nextDueAt: null,
  releaseMissedAt: null,
  mailPausedAt: null,
  mailPausedBecause: null,
  testConfirmedAt: new Date(now.getTime() - hour),
  linkOpenedVersion: 2,
  edition: 1,
  archivedAt: null,
  programme: "",
  privacyNotice: "",
  createdAt: now,
  updatedAt: now,
  readings: [],
  now,
}
const facts: Facts = {
  greeting: { letsUsIn: true, server: "mail.example.org:587", words: "235 welcome" },
  server: { trouble: null, words: null, since: null, restUntil: null },
  mailer: { running: true, oldestWaiting: null },
  sender: [
    { level: "ok", words: "SPF: yes" },
    { level: "ok", words: "DMARC: yes" },
  ],
  test: {
    state: "sent",
    smtpReply: "250 ok",
    createdAt: new Date(now.getTime() - 2 * hour),
    sentAt: null,
    email: "organiser@example.org",
    version: event.joinVersion,
  },
  suspicious: [],
  toSend: 214,
  rate: 10,
}

/** "no It is over.": what a check says when this is otherwise than it should be. */
function says(title: string, eventChanges: Partial<DeskEvent>, factChanges: Partial<Facts> = {}): string {
  const check = readinessOf({ ...event, ...eventChanges }, { ...facts, ...factChanges }).find((one) => one.title === title)
  return `${check?.state} ${check?.words.join(" ")}`
}

test("an event with everything in order is ready", () => {
  const checks = readinessOf(event, facts)
  expect(checks.filter(({ state }) => state !== "ok")).toEqual([])
  expect(checks).toHaveLength(10)
  expect(verdictOf(checks)).toEqual({ isReady: true, words: "Ready to send" })
})

test("the line at the top counts what is to mend and what is to look at", () => {
  const check = (state: "ok" | "look" | "no") => ({ title: "", state, words: [] })
  expect(verdictOf([check("no"), check("ok")])).toEqual({ isReady: false, words: "Not ready: 1 thing to mend" })
  expect(verdictOf([check("no"), check("no"), check("look")]).words).toBe("Not ready: 2 things to mend, 1 thing to look at")
  expect(verdictOf([check("look"), check("look")])).toEqual({ isReady: true, words: "Ready to send, with 2 things to look at" })
})

test("the event must be published and not over", () => {
  expect(says("The event", {})).toBe("ok It is published and begins tomorrow, in 25 hours.")
  expect(says("The event", { status: "draft" })).toMatch(/^no It is a draft/)
  expect(says("The event", { status: "cancelled" })).toBe("no It is cancelled.")
  expect(says("The event", { now: event.startsAt })).toBe("look It has begun.")
  expect(says("The event", { now: event.endsAt })).toBe("no It is over.")
})

describe("link and passcode", () => {
  test("are as good as what is found against them", () => {
    expect(says("The link", { joinUrl: null })).toBe("no There is no link yet.")
    expect(says("The link", { joinUrl: "https://webinar.example/s/1" })).toMatch(/^no .*for the host/)
    expect(says("The passcode", { passcode: null })).toMatch(/^look There is no passcode/)
    expect(says("The passcode", { joinUrl: null, passcode: null })).toBe("look It comes with the link.")
    expect(says("The passcode", { joinUrl: "https://webinar.example/j/1?pwd=111" })).toMatch(/^no The passcode is 482913/)
  })

  test("say the same thing once", () => {
    const host = "https://webinar.example/s/1"
    const check = readinessOf({ ...event, joinInstructions: `${host} and ${host}` }, facts).find(({ title }) => title === "The link")
    expect(check?.words).toHaveLength(1)
  })

  test("the link of this version must have been opened", () => {
    expect(says("The link was tried", { linkOpenedVersion: null })).toMatch(/^no Nobody has opened it/)
    expect(says("The link was tried", { linkOpenedVersion: 1 })).toMatch(/^no It has changed since/)
    expect(says("The link was tried", { joinUrl: null })).toBe("no There is no link to open yet.")
  })
})

test("the mail server must let us in and take our mail", () => {
  const server = { trouble: "refused", words: "550 blocked", since: now, restUntil: now } as const
  expect(says("The mail server", {})).toBe("ok mail.example.org:587 has let us in just now. It says: 235 welcome")
  expect(says("The mail server", {}, { greeting: { letsUsIn: false, server: "mail.example.org:587", words: "connect ECONNREFUSED" } })).toMatch(
    /^no mail.example.org:587 does not let us in. It says: connect ECONNREFUSED/,
  )
  expect(says("The mail server", {}, { server })).toMatch(/^no .* refuses mail from us. It says: 550 blocked$/)
  expect(says("The mail server", {}, { server: { ...server, trouble: "away", words: null } })).toMatch(/^look .* found it away .* by itself.$/)
})

test("the mailer must run, and its mail must not be paused or stuck", () => {
  expect(says("The mailer", {}, { mailer: { running: false, oldestWaiting: 500 } })).toMatch(/^no It has not been heard of/)
  expect(says("The mailer", { mailPausedAt: now, mailPausedBecause: "554 spam" })).toBe(
    "no The mail of this event has been paused since 7 Oct, 09:00. The mail server had said: 554 spam",
  )
  expect(says("The mailer", {}, { mailer: { running: true, oldestWaiting: 121 } })).toMatch(/^look .* 2 minutes old/)
  expect(says("The mailer", {}, { mailer: { running: true, oldestWaiting: 120 } })).toBe("ok It runs, and no mail is stuck.")
})

test("the sender is as good as its worst record, and DKIM is said plainly", () => {
  expect(says("The sender", {})).toMatch(/^ok SPF: yes DMARC: yes DKIM cannot be looked up/)
  expect(
    says(
      "The sender",
      {},
      {
        sender: [
          { level: "ok", words: "a" },
          { level: "look", words: "b" },
        ],
      },
    ),
  ).toMatch(/^look a b DKIM/)
  expect(says("The sender", {}, { sender: [{ level: "look", words: "DNS did not answer." }] })).toBe("look DNS did not answer.")
})

test("a test mail must have gone and been read", () => {
  const mail = { state: "sent", smtpReply: null, createdAt: now, sentAt: null, email: "organiser@example.org", version: event.joinVersion }
  expect(says("The test mail", {}, { test: null })).toMatch(/^no None has been sent/)
  expect(says("The test mail", {}, { test: { ...mail, state: "queued" } })).toBe("look It is on its way to organiser@example.org.")
  expect(says("The test mail", {}, { test: { ...mail, state: "failed", smtpReply: "550 no" } })).toBe("no It did not go to organiser@example.org: 550 no")
  expect(says("The test mail", {}, { test: mail })).toMatch(/^look It went to organiser@example.org. Read it/)
  expect(says("The test mail", { testConfirmedAt: null })).toMatch(/^look/)
  expect(says("The test mail", {}, { test: { ...mail, version: event.joinVersion - 1 } })).toMatch(/^look .* an earlier version of the link/)
  expect(says("The test mail", { joinReleasedVersion: event.joinVersion }, { test: null })).toBe("ok The details are out already.")
})

test("addresses that look mistyped are listed, with a way to them", () => {
  const suspicious = [{ domain: "gmial.com", likely: "gmail.com", people: 12, emails: ["a@gmial.com", "b@gmial.com"] }]
  const check = readinessOf(event, { ...facts, suspicious }).find(({ title }) => title === "The addresses")
  expect(check).toMatchObject({
    state: "look",
    list: [{ words: "gmial.com, perhaps gmail.com: 12 people", small: "a@gmial.com, b@gmial.com and 10 more", room: "/registrants?search=%40gmial.com" }],
  })
})

describe("how long it takes", () => {
  const title = "How long it takes"
  test("is set against what is left until the start", () => {
    expect(says(title, {})).toBe("ok 214 people at 10 a second: about 21 s. There are 25 hours until the start.")
    expect(says(title, {}, { toSend: 1, rate: 100 })).toMatch(/^ok 1 person at 100 a second: about 1 s/)
    expect(says(title, { now: new Date(event.startsAt.getTime() - 30_000) })).toMatch(/^look .*about 21 s. Only 1 minute/)
    expect(says(title, {}, { toSend: 1_000_000 })).toMatch(/^no 1,000,000 people at 10 a second: about 28 hours. Only 25 hours are left/)
    expect(says(title, { now: event.startsAt })).toMatch(/^look .* The event has begun.$/)
  })

  test("has no figure without a limit, or without anybody", () => {
    expect(says(title, {}, { rate: null })).toBe("ok 214 people, as fast as the mail server takes them: MAIL_RATE is unlimited.")
    expect(says(title, {}, { toSend: 0 })).toBe("ok Nobody waits for these details now.")
  })
})
