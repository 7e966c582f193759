import { getRedirectError } from "next/dist/client/components/redirect"
import { forbidden, notFound } from "next/navigation"
import { db } from "@/lib/db/client"
import { auth } from "./next-auth"
import { eventsFor, type Role, type Roles, roleFor, suffices } from "./rules"

// Permission is something that one holds, and only this file makes it. It is made anew for every request, so it ends when the role does.

/** Why there is none. "unknown": they may not even know that there is such an event. "forbidden": they are of the team, and their role does not suffice. */
export type Refusal = "signed out" | "unknown" | "forbidden"

type Holder = { id: string; email: string; roles: Roles }

/** Somebody of the team. They see counts and names of their events, and change nothing. */
export class Viewer {
  readonly id: string
  readonly email: string
  protected readonly roles: Roles
  protected readonly role: Role = "viewer"

  protected constructor({ id, email, roles }: Holder) {
    this.id = id
    this.email = email
    this.roles = roles
  }

  /** The events that this permission is for. null: all of them, those to come included. */
  get events(): string[] | null {
    return eventsFor(this.roles, this.role)
  }

  /** The events that they may run, with a permission of its own. null: all of them. */
  get runs(): string[] | null {
    return eventsFor(this.roles, "organiser")
  }

  /** Whether this permission is for an event. */
  reaches(eventId: string): boolean {
    return suffices(roleFor(this.roles, eventId), this.role)
  }

  /** Whether they could hold another permission: what a role may do with one event; without one, with all. */
  could(needed: Role, eventId?: string): boolean {
    return suffices(heldFor(this.roles, eventId), needed)
  }

  /** The permission of a user to see an event; without one, to be on the desk at all. */
  static async find(userId: string | undefined, eventId?: string): Promise<Viewer | Refusal> {
    const holder = await admit(userId, eventId === undefined ? null : "viewer", eventId)
    return typeof holder === "string" ? holder : new Viewer(holder)
  }
}

/** Somebody who may run events. */
export class Organiser extends Viewer {
  protected override readonly role: Role = "organiser"
  protected readonly mayRunEvents = true

  /** The permission of a user to run an event; without one, to make events and run all of them. */
  static override async find(userId: string | undefined, eventId?: string): Promise<Organiser | Refusal> {
    const holder = await admit(userId, "organiser", eventId)
    return typeof holder === "string" ? holder : new Organiser(holder)
  }
}

/** Somebody who says who is on the team. */
export class Owner extends Organiser {
  protected override readonly role: Role = "owner"
  protected readonly mayRunTheTeam = true

  /** The permission of a user to run the team. */
  static override async find(userId: string | undefined): Promise<Owner | Refusal> {
    const holder = await admit(userId, "owner")
    return typeof holder === "string" ? holder : new Owner(holder)
  }
}

const heldFor = (roles: Roles, eventId?: string) => (eventId === undefined ? roles.everywhere : roleFor(roles, eventId))

async function admit(userId: string | undefined, needed: Role | null, eventId?: string): Promise<Holder | Refusal> {
  const user = userId
    ? await db().user.findUnique({
        where: { id: userId },
        select: { id: true, email: true, role: true, eventRoles: { select: { eventId: true, role: true } } },
      })
    : null
  if (!user) return "signed out"
  const events = new Map(user.eventRoles.flatMap(({ eventId, role }) => (role === "owner" ? [] : [[eventId, role] as const])))
  const roles = { everywhere: user.role, events }
  const held = heldFor(roles, eventId)
  if (needed === null || suffices(held, needed)) return { id: user.id, email: user.email, roles }
  return eventId !== undefined && held === null ? "unknown" : "forbidden"
}

const signedIn = async () => (await auth())?.user?.id

/** Whoever is signed in, for doors. */
export const currentViewer = async (eventId?: string): Promise<Viewer | Refusal> => Viewer.find(await signedIn(), eventId)
export const currentOrganiser = async (eventId?: string): Promise<Organiser | Refusal> => Organiser.find(await signedIn(), eventId)
export const currentOwner = async (): Promise<Owner | Refusal> => Owner.find(await signedIn())

/** The same for pages: whoever has not the permission sees a page that says so, 404 for an event that they may not know of. */
export const requireViewer = async (eventId?: string): Promise<Viewer> => allow(await currentViewer(eventId))
export const requireOrganiser = async (eventId?: string): Promise<Organiser> => allow(await currentOrganiser(eventId))
export const requireOwner = async (): Promise<Owner> => allow(await currentOwner())

function allow<Permission extends Viewer>(found: Permission | Refusal): Permission {
  // With 303, which `redirect()` cannot say.
  if (found === "signed out") throw getRedirectError("/admin/sign-in", "replace", 303)
  if (found === "unknown") notFound()
  if (found === "forbidden") forbidden()
  return found
}
