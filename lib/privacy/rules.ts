import { deletionDate } from "@/lib/events/rules"
import { plainDate } from "@/lib/time"

// What an event's privacy notice says. Pure.

/** What a notice is made of: an event as it is now, or an edition of its notice as it was. */
export type NoticeFacts = {
  /** The organisers' own words, in Markdown. Empty: the site's. */
  text: string
  /** The version of the site's own words. */
  standard: number
  host: string
  replyTo: string | null
  endsAt: Date
  timeZone: string
  retentionDays: number
}

/** The version of the site's own words that counts now. */
export const newestStandard = 1

/**
 * The site's own words, by version. What was shown to somebody must be found again, so a version is never changed: a
 * new one is added, and a migration that gives the column its new default and every event with no words of its own a new edition.
 */
const standards: Record<number, string> = {
  1: `## Who is responsible

This session is held by {host}, who decide what is done with what you enter. Write to {contact} about it.

## What we keep, and why

- Your name and email: to keep a place for you and to send you the way in. You asked for that (GDPR, article 6(1)(b)).
- Your organisation and your answers: to prepare the session. What is not marked as optional is needed for that.
- Which letters went to you and what the mail server answered: to be sure that the link has reached you.
- When you pressed Join: to know who came.
- Whether you want to hear of later sessions: only if you ticked the box.

## How long

All of it is deleted on {day}. Numbers stay, such as how many people came. They name nobody.

## Who sees it

Those who run this session and this site, and the mail server that carries our letters to you. When you press Join, you go on to the service that holds the
session, which has rules of its own. Visitors get no cookies and no trackers.

## What you can do

Every letter links to a page of your own. There you can read and download all that we hold about you, change it, or delete it at once. If you have lost
the link, ask for it on the page of the session. If you think that we treat your data wrongly, tell us, or the data protection authority of your country.`,
}

/** The words that the site offers to begin from. */
export const standardNotice: string = standards[newestStandard] ?? ""

/** What may stand in a notice for what changes: the day of deletion moves with the event. */
export const noticeWords = ["host", "contact", "day"] as const

/** The notice in Markdown, with its facts filled in. */
export function noticeOf(facts: NoticeFacts): string {
  const values: Record<(typeof noticeWords)[number], string> = {
    host: facts.host || "its organisers",
    contact: facts.replyTo ?? "the organisers",
    day: plainDate(deletionDate(facts), facts.timeZone),
  }
  return (facts.text || (standards[facts.standard] ?? standardNotice)).replace(/\{(host|contact|day)\}/g, (whole, word) =>
    isWord(word) ? values[word] : whole,
  )
}

const isWord = (word: unknown): word is (typeof noticeWords)[number] => noticeWords.some((one) => one === word)
