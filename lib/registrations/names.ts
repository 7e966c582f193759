import type { Viewer } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { newestFirst, whereFits } from "./filter"
import type { RegistrantFilter } from "./rules"

// What viewers see of a list: who is on it, and no address. Their search looks at nothing else, or it would tell who has which address.

const pageSize = 50
const seenWords = `foyer_fold(' ' || r.name || ' ' || r.organisation)`

export type Name = {
  id: string
  name: string
  organisation: string
  status: "registered" | "waiting" | "offered" | "cancelled"
  registeredAt: Date
  at: string
}

/** One page of names, newest first, and the key of the next page (null: this is the last). */
export async function listNamesSeen(_viewer: Viewer, eventId: string, filter: RegistrantFilter): Promise<{ people: Name[]; next: RegistrantFilter["after"] }> {
  const { condition, values } = whereFits(eventId, filter, seenWords)
  const found = await query<Name>(
    `select r.id, r.name, r.organisation, r.status, r."registeredAt", to_char(r."registeredAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
     from "Registration" r where ${condition} ${newestFirst} limit ${pageSize + 1}`,
    values,
  )
  const people = found.slice(0, pageSize)
  const last = people.at(-1)
  return { people, next: found.length > pageSize && last ? { registeredAt: last.at, id: last.id } : null }
}
