import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import { spanOf } from "@/lib/time"
import type { NewEventInput } from "./schema"

// A new event, from nothing or from an earlier one. It is a draft: nobody sees it, and it mails nobody.

/** Makes a draft and returns its id. */
export async function createEvent(organiser: Organiser, { title, timeZone, capacity, ...times }: NewEventInput): Promise<string> {
  const { startsAt, endsAt } = spanOf(times, timeZone)
  return transaction(async (run) => {
    const [event] = await run<{ id: string }>(
      `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", capacity, "replyTo") values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [await freeSlug(run, title), title, startsAt, endsAt, timeZone, capacity, organiser.email],
    )
    if (!event) throw new Error("the event was not made")
    await writeAudit(run, organiser, "event made", event.id)
    return event.id
  })
}

type Duplicate = { startsAt: Date; endsAt: Date; title: string; slug?: string; notice?: string }

/**
 * A draft with the same content at another time. Join details, registrants, mail and registration's own dates never travel along. Returns the new id.
 * null: no such event.
 */
export async function duplicateEvent(organiser: Organiser | null, id: string, { startsAt, endsAt, title, slug, notice }: Duplicate): Promise<string | null> {
  return transaction(async (run) => {
    const [copy] = await run<{ id: string }>(
      `insert into "Event" (slug, title, "startsAt", "endsAt", notice, summary, about, programme, host, "timeZone", capacity, "waitingList", "coverId", "reminderOffsets", "retentionDays", "replyTo", questions, "offerHours", "doorsOpenMinutes", "embedOrigins", "privacyNotice")
       select $2, $3, $4, $5, $6, summary, about, programme, host, "timeZone", capacity, "waitingList", "coverId", "reminderOffsets", "retentionDays", "replyTo", questions, "offerHours", "doorsOpenMinutes", "embedOrigins", "privacyNotice"
       from "Event" where id = $1 returning id`,
      [id, slug ?? (await freeSlug(run, title)), title, startsAt, endsAt, notice ?? null],
    )
    if (!copy) return null
    await run(
      `insert into "Speaker" ("eventId", position, name, role, affiliation, topic, bio, links, "portraitId")
       select $2, position, name, role, affiliation, topic, bio, links, "portraitId" from "Speaker" where "eventId" = $1`,
      [id, copy.id],
    )
    await run(
      `insert into "Reading" ("eventId", position, slug, title, author, source, citation, body, url)
       select $2, position, slug, title, author, source, citation, body, url from "Reading" where "eventId" = $1`,
      [id, copy.id],
    )
    await writeAudit(run, organiser, "event duplicated", copy.id, { from: id })
    return copy.id
  })
}

/** Whoever looks for a free address has the next one wait until theirs is taken. */
export const lockAddresses = (run: Run) => run("select pg_advisory_xact_lock(hashtext('foyer.slug'))")

/** "spring-seminar", or "spring-seminar-2" when an event has, or had, that address. */
async function freeSlug(run: Run, title: string): Promise<string> {
  await lockAddresses(run)
  const wanted = slugOf(title)
  const used = await run<{ slug: string }>(
    `select slug from "Event" where starts_with(slug, $1) union all select slug from "OldSlug" where starts_with(slug, $1)`,
    [wanted],
  )
  return firstFree(
    wanted,
    used.map(({ slug }) => slug),
  )
}

/** The address, or the same with the first number from 2 on that nobody has taken. */
export function firstFree(wanted: string, taken: string[]): string {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.includes(slug)) return slug
  }
}

/** A title as an address: letters without their accents, digits and hyphens. "session" when nothing of it is left. */
export function slugOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 70)
    .replace(/^-+|-+$/g, "")
  return plain || "session"
}
