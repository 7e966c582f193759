import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { db, query } from "@/lib/db/client"
import { pictureSelect } from "@/lib/pictures/queries"
import { linksSchema } from "./schema"

const isId = (id: string) => z.guid().safeParse(id).success

/** The speakers of an event, in order. */
export const listSpeakers = (_organiser: Organiser, eventId: string) =>
  db().speaker.findMany({ where: { eventId }, select: { id: true, name: true, role: true, affiliation: true, topic: true }, orderBy: { position: "asc" } })
export type ListedSpeaker = Awaited<ReturnType<typeof listSpeakers>>[number]

/** What the form shows of a speaker, by field. null: this event has none with that id. */
export async function getSpeakerFields(_organiser: Organiser, eventId: string, id: string): Promise<Record<string, string> | null> {
  const speaker = isId(id) ? await db().speaker.findFirst({ where: { id, eventId } }) : null
  return speaker && fieldsOf(speaker)
}

type Kept = { name: string; role: string; affiliation: string; topic: string; bio: string; links: unknown }

const fieldsOf = ({ name, role, affiliation, topic, bio, links }: Kept) => ({
  name,
  role,
  affiliation,
  topic,
  bio,
  links: linksSchema
    .parse(links)
    .map(({ words, url }) => `${words} ${url}`)
    .join("\n"),
})

export type EarlierSpeaker = { id: string; name: string; affiliation: string }

/** A speaker's portrait. null: there is none, or no such speaker of this event. */
export async function getPortrait(_organiser: Organiser, eventId: string, id: string) {
  const speaker = isId(id) ? await db().speaker.findFirst({ where: { id, eventId }, select: { portrait: pictureSelect } }) : null
  return speaker?.portrait ?? null
}

/** People who spoke at other events of the organiser's, each as they were there last, by name. The first 500. */
export const listEarlierSpeakers = (organiser: Organiser, eventId: string): Promise<EarlierSpeaker[]> =>
  query<EarlierSpeaker>(
    `select distinct on (s.name) s.id, s.name, s.affiliation from "Speaker" s join "Event" e on e.id = s."eventId"
     where s."eventId" <> $1 and ($2::uuid[] is null or s."eventId" = any($2)) and not exists (select from "Speaker" own where own."eventId" = $1 and own.name = s.name)
     order by s.name, e."startsAt" desc limit 500`,
    [eventId, organiser.events],
  )

/** What the form takes over from somebody who spoke elsewhere: all but topic and portrait. null: there is nobody with that id at an event of the organiser's. */
export async function getEarlierFields(organiser: Organiser, id: string): Promise<Record<string, string> | null> {
  const speaker = isId(id) ? await db().speaker.findUnique({ where: { id } }) : null
  return speaker && organiser.reaches(speaker.eventId) ? { ...fieldsOf(speaker), topic: "" } : null
}
