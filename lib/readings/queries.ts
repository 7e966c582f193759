import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { db } from "@/lib/db/client"

/** The readings of an event, in order. */
export const listReadings = (_organiser: Organiser, eventId: string) =>
  db().reading.findMany({ where: { eventId }, select: { id: true, title: true, author: true, slug: true, url: true }, orderBy: { position: "asc" } })
export type ListedReading = Awaited<ReturnType<typeof listReadings>>[number]

/** What the form shows of a reading, by field. null: this event has none with that id. */
export async function getReadingFields(_organiser: Organiser, eventId: string, id: string): Promise<Record<string, string> | null> {
  const reading = z.guid().safeParse(id).success ? await db().reading.findFirst({ where: { id, eventId } }) : null
  if (!reading) return null
  const { title, author, source, citation, body, url } = reading
  return { title, author, source, citation, body: body ?? "", url: url ?? "" }
}
