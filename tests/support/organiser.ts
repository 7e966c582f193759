import { register } from "node:module"
import type { EventRole, Role } from "@/lib/auth/rules"
import { db } from "@/lib/db/client"

// next-auth asks for "next/server", and Next.js answers to "next/server.js": its own bundler joins the two, Node.js alone does not.
const loader = `export const resolve = (name, context, next) => next(/^next\\/[a-z]+$/.test(name) ? name + ".js" : name, context)`
register(`data:text/javascript,${encodeURIComponent(loader)}`)
const { Organiser, Owner, Viewer } = await import("@/lib/auth/organiser")

/** Somebody of the team with a role for every event (null: none), and roles for single ones. Returns their id. */
export async function makePerson(role: Role | null, events: Record<string, EventRole> = {}): Promise<string> {
  const eventRoles = { create: Object.entries(events).map(([eventId, own]) => ({ eventId, role: own })) }
  const { id } = await db().user.create({
    data: { email: `${role ?? "somebody"}-${performance.now()}@example.org`, role, eventRoles, emailVerified: new Date() },
  })
  return id
}

function held<Permission extends object>(found: Permission | string): Permission {
  if (typeof found === "string") throw new Error(`the permission is refused: ${found}`)
  return found
}

/** Somebody who may run all events; with an event, that one alone. */
export const makeOrganiser = async (eventId?: string) =>
  held(await Organiser.find(await (eventId ? makePerson(null, { [eventId]: "organiser" }) : makePerson("organiser")), eventId))
/** Somebody who may say who is on the team. */
export const makeOwner = async () => held(await Owner.find(await makePerson("owner")))
/** Somebody who may see all events; with an event, that one alone. */
export const makeViewer = async (eventId?: string) =>
  held(await Viewer.find(await (eventId ? makePerson(null, { [eventId]: "viewer" }) : makePerson("viewer")), eventId))

export { Organiser, Owner, Viewer }
