import { TZDate } from "@date-fns/tz"
import { db, getNow } from "@/lib/db/client"
import { duplicateEvent } from "@/lib/events/making"
import { publishEvent } from "@/lib/events/mutations"
import { wesSession } from "./wes-session"

const zone = "Europe/London"
const hours = (count: number) => count * 3_600_000

/** 10:00 in London on the first Thursday at least four weeks after `now`. */
export function firstThursday(now: Date): Date {
  const earliest = new TZDate(now.getTime(), zone)
  earliest.setDate(earliest.getDate() + 28)
  const day = new TZDate(earliest.getTime(), zone)
  day.setDate(day.getDate() + ((4 - day.getDay() + 7) % 7))
  day.setHours(10, 0, 0, 0)
  if (day < earliest) day.setDate(day.getDate() + 7)
  return new Date(day.getTime())
}

/** Fills an empty database with the demonstration: the seminar at its true date, and a repeat that is open. False when there are events already. */
export async function seedDemonstration(): Promise<boolean> {
  if ((await db().event.count()) > 0) return false
  const { speakers, readings, ...content } = await wesSession()
  const original = await db().event.create({ data: { ...content, status: "published", speakers: { create: speakers }, readings: { create: readings } } })
  const startsAt = firstThursday(await getNow())
  const repeat = await duplicateEvent(null, original.id, {
    title: content.title,
    slug: "wes-session-repeat",
    startsAt,
    endsAt: new Date(startsAt.getTime() + hours(2.5)),
    notice: "Demonstration. This repeat shows what Foyer does: register, and read the mail in the local mailbox.",
  })
  if (repeat) await publishEvent(null, repeat)
  return true
}
