import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"
import { moveUp, nextPosition } from "@/lib/events/order"
import { dropUnlessShown } from "@/lib/pictures/mutations"
import type { SpeakerInput } from "./schema"

const values = ({ name, role, affiliation, topic, bio, links }: SpeakerInput) => [name, role, affiliation, topic, bio, JSON.stringify(links)]

/** Adds a speaker after the others. False: there is no such event. */
export const addSpeaker = (organiser: Organiser, eventId: string, input: SpeakerInput): Promise<boolean> =>
  transaction(async (run) => {
    const position = await nextPosition(run, "Speaker", eventId)
    if (position === null) return false
    await run(`insert into "Speaker" ("eventId", position, name, role, affiliation, topic, bio, links) values ($1, $2, $3, $4, $5, $6, $7, $8)`, [
      eventId,
      position,
      ...values(input),
    ])
    await writeAudit(run, organiser, "speaker added", eventId, { name: input.name })
    return true
  })

/** Saves a speaker. False: this event has none with that id. */
export const saveSpeaker = (organiser: Organiser, eventId: string, id: string, input: SpeakerInput): Promise<boolean> =>
  transaction(async (run) => {
    const rows = await run(
      `update "Speaker" set name = $3, role = $4, affiliation = $5, topic = $6, bio = $7, links = $8 where id = $1 and "eventId" = $2 returning id`,
      [id, eventId, ...values(input)],
    )
    if (rows.length === 0) return false
    await writeAudit(run, organiser, "speaker edited", eventId, { name: input.name })
    return true
  })

/** Takes a speaker off the event. Safe to repeat. */
export const removeSpeaker = (organiser: Organiser, eventId: string, id: string): Promise<void> =>
  transaction(async (run) => {
    const [gone] = await run<{ name: string; portraitId: string | null }>(
      `delete from "Speaker" where id = $1 and "eventId" = $2 returning name, "portraitId"`,
      [id, eventId],
    )
    if (!gone) return
    await dropUnlessShown(run, gone.portraitId)
    await writeAudit(run, organiser, "speaker removed", eventId, { name: gone.name })
  })

/** Lets a speaker change places with the one before. */
export const moveSpeakerUp = (organiser: Organiser, eventId: string, id: string): Promise<void> =>
  transaction(async (run) => {
    if (await moveUp(run, "Speaker", eventId, id)) await writeAudit(run, organiser, "speakers put in order", eventId)
  })
