import type { Run } from "@/lib/db/client"

// Speakers and readings stand in an order that the organiser chooses: positions from 1, each once.

type Table = "Speaker" | "Reading"

/** The position after the last one. Holding the event's row makes two who add at once take turns. */
export async function nextPosition(run: Run, table: Table, eventId: string): Promise<number | null> {
  const [event] = await run(`select id from "Event" where id = $1 for no key update`, [eventId])
  if (!event) return null
  const [last] = await run<{ position: number }>(`select coalesce(max(position), 0) as position from "${table}" where "eventId" = $1`, [eventId])
  return (last?.position ?? 0) + 1
}

/** Changes places with the one before. False: there is none before it, or no such one of this event. */
export async function moveUp(run: Run, table: Table, eventId: string, id: string): Promise<boolean> {
  // Two who move at once take turns.
  await run(`select from "Event" where id = $1 for no key update`, [eventId])
  const pair = await run<{ id: string; position: number }>(
    `select id, position from "${table}" where "eventId" = $1 and position <= (select position from "${table}" where id = $2 and "eventId" = $1)
     order by position desc limit 2`,
    [eventId, id],
  )
  const [own, before] = pair
  if (!own || !before) return false
  // No two may have the same position at any moment, so one steps aside first.
  for (const [who, position] of [
    [own.id, -1],
    [before.id, own.position],
    [own.id, before.position],
  ] as const)
    await run(`update "${table}" set position = $2 where id = $1`, [who, position])
  return true
}
