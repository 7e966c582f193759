import { type TestStanding, testStanding } from "@/lib/deliveries/rules"
import type { Test } from "@/lib/deliveries/test-mail"
import type { DeskEvent } from "@/lib/events/desk"
import { lintLinks, lintPasscode } from "@/lib/events/join-lint"
import { people } from "@/lib/registrations/rules"
import type { Suspicious } from "@/lib/registrations/suspicious"
import { dayFrom, howLong } from "@/lib/time"
import { type Check, fromFindings, worstFirst } from "./checks"
import { checkMailer, checkMailServer, checkSender, type MailFacts } from "./mail-rules"

// Go or no go: what an organiser should know an hour before, one check after the other. Pure.

export type Facts = MailFacts & {
  test: Test | null
  suspicious: Suspicious[]
  /** How many people would get the joining details now. */
  toSend: number
  /** Letters a second. null: no limit. */
  rate: number | null
}

/** Every check of an event: what is to mend first, then what is to look at, each in the order in which one would do it. */
export function readinessOf(event: DeskEvent, facts: Facts): Check[] {
  return worstFirst([
    checkEvent(event),
    checkLink(event),
    checkPasscode(event),
    checkOpened(event),
    checkMailServer(facts),
    checkMailer(event, facts),
    checkSender(facts),
    checkTest(event, facts),
    checkAddresses(facts),
    checkTime(event, facts),
  ])
}

/** "Not ready: 2 things to mend", "Ready to send", and what is left to look at. */
export function verdictOf(checks: Check[]): { isReady: boolean; words: string } {
  const count = (state: Check["state"]) => checks.filter((check) => check.state === state).length
  const things = (number: number) => `${number} thing${number === 1 ? "" : "s"}`
  const looks = count("look") > 0 ? `${things(count("look"))} to look at` : ""
  if (count("no") > 0) return { isReady: false, words: `Not ready: ${things(count("no"))} to mend${looks && `, ${looks}`}` }
  return { isReady: true, words: `Ready to send${looks && `, with ${looks}`}` }
}

function checkEvent({ status, startsAt, endsAt, timeZone, now }: DeskEvent): Check {
  const title = "The event"
  if (status === "draft")
    return { title, state: "no", words: ["It is a draft: nobody sees it, and a draft never mails anybody."], action: { words: "Edit the event", room: "" } }
  if (status === "cancelled") return { title, state: "no", words: ["It is cancelled."] }
  if (now >= endsAt) return { title, state: "no", words: ["It is over."] }
  if (now >= startsAt) return { title, state: "look", words: ["It has begun."] }
  return { title, state: "ok", words: [`It is published and begins ${dayFrom(now, startsAt, timeZone)}, in ${howLong(startsAt.getTime() - now.getTime())}.`] }
}

const editLink = { words: "Enter or change link and passcode", room: "/join-details" }

function checkLink(event: DeskEvent): Check {
  return fromFindings("The link", lintLinks(event), `${event.joinUrl} is encrypted and does not look like the link of the host.`, editLink)
}

function checkPasscode(event: DeskEvent): Check {
  const title = "The passcode"
  if (!event.joinUrl) return { title, state: "look", words: ["It comes with the link."] }
  return fromFindings(title, lintPasscode(event), `The passcode is ${event.passcode}.`, editLink)
}

function checkOpened({ joinUrl, joinVersion, linkOpenedVersion }: DeskEvent): Check {
  const title = "The link was tried"
  if (!joinUrl) return { title, state: "no", words: ["There is no link to open yet."] }
  const opens = true
  if (linkOpenedVersion === joinVersion) return { title, state: "ok", words: ["An organiser has opened this link."], opens }
  const words = linkOpenedVersion === null ? "Nobody has opened it from here yet." : "It has changed since somebody opened it."
  return { title, state: "no", words: [`${words} Open it once, and see that it is the right room.`], opens }
}

/** Once the newest details are out, a test of them has nothing more to tell. */
function checkTest(event: DeskEvent, { test }: Facts): Check {
  const title = "The test mail"
  if (event.joinReleasedVersion === event.joinVersion) return { title, state: "ok", words: ["The details are out already."] }
  const { state, words } = testChecks[testStanding(event, test)]
  return {
    title,
    state,
    words: [words(test?.email ?? "", test?.smtpReply ?? "it was withheld")],
    action: { words: "Go to the sending page", room: "/send#check" },
  }
}

const testChecks: Record<TestStanding, { state: Check["state"]; words: (email: string, reply: string) => string }> = {
  none: { state: "no", words: () => "None has been sent. Send one to yourself, and read it." },
  failed: { state: "no", words: (email, reply) => `It did not go to ${email}: ${reply}` },
  "on its way": { state: "look", words: (email) => `It is on its way to ${email}.` },
  outdated: { state: "look", words: (email) => `The one that went to ${email} had an earlier version of the link. Send another.` },
  "not read": { state: "look", words: (email) => `It went to ${email}. Read it, and say on the sending page that it arrived.` },
  read: { state: "ok", words: (email) => `It went to ${email}, and was read there.` },
}

function checkAddresses({ suspicious }: Facts): Check {
  const title = "The addresses"
  if (suspicious.length === 0) return { title, state: "ok", words: ["No address looks mistyped."] }
  const list = suspicious.map(({ domain, likely, people: count, emails }) => ({
    words: `${domain}, perhaps ${likely}: ${people(count)}`,
    small: `${emails.join(", ")}${count > emails.length ? ` and ${(count - emails.length).toLocaleString("en-GB")} more` : ""}`,
    room: `/registrants?${new URLSearchParams({ search: `@${domain}` })}`,
  }))
  return { title, state: "look", words: ["These look mistyped. Whoever has such an address may get nothing."], list }
}

function checkTime({ startsAt, now }: DeskEvent, { toSend, rate }: Facts): Check {
  const title = "How long it takes"
  if (toSend === 0) return { title, state: "ok", words: ["Nobody waits for these details now."] }
  if (rate === null) return { title, state: "ok", words: [`${people(toSend)}, as fast as the mail server takes them: MAIL_RATE is unlimited.`] }
  const seconds = toSend / rate
  const left = (startsAt.getTime() - now.getTime()) / 1000
  const takes = `${people(toSend)} at ${rate.toLocaleString("en-GB")} a second: about ${seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : howLong(seconds * 1000)}.`
  if (left <= 0) return { title, state: "look", words: [takes, "The event has begun."] }
  if (seconds < left / 2) return { title, state: "ok", words: [`${takes} There are ${howLong(left * 1000)} until the start.`] }
  return {
    title,
    state: seconds < left ? "look" : "no",
    words: [takes, `Only ${howLong(left * 1000)} are left until the start. Raise MAIL_RATE, if the mail server allows it.`],
  }
}
