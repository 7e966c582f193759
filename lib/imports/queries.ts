import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { fates } from "./fates"
import type { Fate, Fates } from "./rules"

const count = z.number().default(0)
const fatesSchema: z.ZodType<Fates> = z.object({
  registered: count,
  waiting: count,
  known: count,
  cancelled: count,
  twice: count,
  bad: count,
  "no-place": count,
})

/** The fates of an import's lines, counted, from the list as it is now. */
export async function countFates(importId: string, run = query): Promise<Fates> {
  const rows = await run<{ fate: string; count: number }>(`with ${fates} select fate, count(*) as count from fated group by fate`, [importId])
  return fatesSchema.parse(Object.fromEntries(rows.map(({ fate, count }) => [fate, count])))
}

/** An import that was looked at, with the fates of its lines. null: there is none of this event with this id, or it is too old. */
export async function getImport(_organiser: Organiser, eventId: string, id: string) {
  if (!z.guid().safeParse(id).success || !z.guid().safeParse(eventId).success) return null
  const [found] = await query<{ id: string; fileName: string; createdAt: Date; doneAt: Date | null }>(
    `select id, "fileName", "createdAt", "doneAt" from "Import" where id = $1 and "eventId" = $2`,
    [id, eventId],
  )
  return found ? { ...found, fates: await countFates(id) } : null
}
export type DeskImport = NonNullable<Awaited<ReturnType<typeof getImport>>>

export type FatedLine = {
  line: number
  fate: Fate
  /** The person, or what stands in a line that cannot be read. */
  words: string
  problem: string | null
}

/** The lines of one fate, or all, in the order of the file, after a line (0: from the first). */
export async function listLines(
  _organiser: Organiser,
  importId: string,
  { fate, after, most }: { fate: Fate | null; after: number; most: number },
): Promise<FatedLine[]> {
  return query<FatedLine>(
    `with ${fates} select line, fate, coalesce(name || ', ' || email, text) as words, problem from fated
     where line > $2 and ($3::text is null or fate = $3) order by line limit ${most}`,
    [importId, after, fate],
  )
}
