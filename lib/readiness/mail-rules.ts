import type { Server } from "@/lib/deliveries/server"
import type { DeskEvent } from "@/lib/events/desk"
import type { Greeting } from "@/lib/mail/greet"
import type { SenderFinding } from "@/lib/mail/sender-check"
import { howLong, stamp } from "@/lib/time"
import { type Check, fromFindings } from "./checks"

// The checks of the way that mail takes. Pure.

export type MailFacts = {
  greeting: Greeting
  /** What the mailer knows of the server from its last letters. */
  server: Server
  mailer: { running: boolean; oldestWaiting: number | null }
  sender: SenderFinding[]
}

/** Mail older than this, in seconds, is stuck. */
const long = 120

/** Whether the mail server lets us in now, and has taken what was sent last. */
export function checkMailServer({ greeting, server }: MailFacts): Check {
  const title = "The mail server"
  const said = (words: string | null) => (words ? ` It says: ${words}` : "")
  if (!greeting.letsUsIn)
    return {
      title,
      state: "no",
      words: [`${greeting.server} does not let us in.${said(greeting.words)}`, "See that SMTP_URL is right and that the server runs."],
    }
  const answers = `${greeting.server} has let us in just now.${said(greeting.words)}`
  if (server.trouble === "refused") return { title, state: "no", words: [answers, `But it refuses mail from us.${said(server.words)}`] }
  if (server.trouble === "away")
    return { title, state: "look", words: [answers, `A letter found it away a moment ago.${said(server.words)} The mailer tries again by itself.`] }
  return { title, state: "ok", words: [answers] }
}

/** Whether somebody takes the letters there, and none is stuck. */
export function checkMailer(
  event: Pick<DeskEvent, "mailPausedAt" | "mailPausedBecause" | "timeZone">,
  { mailer: { running, oldestWaiting } }: MailFacts,
): Check {
  const title = "The mailer"
  if (!running)
    return { title, state: "no", words: ["It has not been heard of for 30 seconds. It runs in the site itself, or as npm run worker where MAILER is off."] }
  if (event.mailPausedAt) {
    const because = event.mailPausedBecause ? ` The mail server had said: ${event.mailPausedBecause}` : ""
    const words = [`The mail of this event has been paused since ${stamp(event.mailPausedAt, event.timeZone)}.${because}`]
    return { title, state: "no", words, action: { words: "Let it go on", room: "/send" } }
  }
  if (oldestWaiting !== null && oldestWaiting > long)
    return { title, state: "look", words: [`It runs, and the oldest waiting mail is ${howLong(oldestWaiting * 1000)} old.`] }
  return { title, state: "ok", words: ["It runs, and no mail is stuck."] }
}

const dkim = "DKIM cannot be looked up without its selector: open the test mail’s source and look for dkim=pass in Authentication-Results."

/** Whether receivers will believe the sender. */
export function checkSender({ sender }: MailFacts): Check {
  const check = fromFindings("The sender", sender, "")
  return sender.length > 1 ? { ...check, words: [...check.words, dkim] } : check
}
