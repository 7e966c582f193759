import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"
import { firstFree, slugOf } from "@/lib/events/making"
import { moveUp, nextPosition } from "@/lib/events/order"
import type { ReadingInput } from "./schema"

const values = ({ title, author, source, citation, body, url }: ReadingInput) => [title, author, source, citation, body || null, url || null]

/** Adds a reading after the others, with an address made of its title. False: there is no such event. */
export const addReading = (organiser: Organiser, eventId: string, input: ReadingInput): Promise<boolean> =>
  transaction(async (run) => {
    const position = await nextPosition(run, "Reading", eventId)
    if (position === null) return false
    const used = await run<{ slug: string }>(`select slug from "Reading" where "eventId" = $1`, [eventId])
    const slug = firstFree(
      slugOf(input.title),
      used.map((reading) => reading.slug),
    )
    await run(`insert into "Reading" ("eventId", position, slug, title, author, source, citation, body, url) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
      eventId,
      position,
      slug,
      ...values(input),
    ])
    await writeAudit(run, organiser, "reading added", eventId, { title: input.title })
    return true
  })

/** Saves a reading. Its address stays, since people have the link. False: this event has none with that id. */
export const saveReading = (organiser: Organiser, eventId: string, id: string, input: ReadingInput): Promise<boolean> =>
  transaction(async (run) => {
    const rows = await run(
      `update "Reading" set title = $3, author = $4, source = $5, citation = $6, body = $7, url = $8 where id = $1 and "eventId" = $2 returning id`,
      [id, eventId, ...values(input)],
    )
    if (rows.length === 0) return false
    await writeAudit(run, organiser, "reading edited", eventId, { title: input.title })
    return true
  })

/** Takes a reading off the event. Safe to repeat. */
export const removeReading = (organiser: Organiser, eventId: string, id: string): Promise<void> =>
  transaction(async (run) => {
    const [gone] = await run<{ title: string }>(`delete from "Reading" where id = $1 and "eventId" = $2 returning title`, [id, eventId])
    if (gone) await writeAudit(run, organiser, "reading removed", eventId, { title: gone.title })
  })

/** Lets a reading change places with the one before. */
export const moveReadingUp = (organiser: Organiser, eventId: string, id: string): Promise<void> =>
  transaction(async (run) => {
    if (await moveUp(run, "Reading", eventId, id)) await writeAudit(run, organiser, "readings put in order", eventId)
  })
