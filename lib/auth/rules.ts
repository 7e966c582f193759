// Who may what, as plain rules. Holding a permission is another matter: only organiser.ts makes one.

export type Role = "owner" | "organiser" | "viewer"
/** What somebody may hold for a single event. */
export type EventRole = Exclude<Role, "owner">

/** What somebody holds for every event, those to come included (null: nothing), and for single ones. */
export type Roles = { everywhere: Role | null; events: ReadonlyMap<string, EventRole> }

const ranks: Record<Role, number> = { viewer: 1, organiser: 2, owner: 3 }

/** Whether whoever holds a role may do what another one may. */
export const suffices = (held: Role | null, needed: Role): boolean => held !== null && ranks[held] >= ranks[needed]

/** The stronger of what somebody holds for every event and for this one. null: nothing. */
export function roleFor({ everywhere, events }: Roles, eventId: string): Role | null {
  const own = events.get(eventId) ?? null
  return own && !suffices(everywhere, own) ? own : everywhere
}

/** The events for which somebody may do what a role may. null: all of them. */
export function eventsFor({ everywhere, events }: Roles, needed: Role): string[] | null {
  if (suffices(everywhere, needed)) return null
  return [...events].filter(([, role]) => suffices(role, needed)).map(([eventId]) => eventId)
}

/** A session ends so many days after it was last used. */
export const idleDays = 3
