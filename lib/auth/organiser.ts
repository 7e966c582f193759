import { getRedirectError } from "next/dist/client/components/redirect"
import { db } from "@/lib/db/client"
import { auth } from "./next-auth"

/** Somebody who may run events. Only this file makes one, so holding it is the permission. */
export class Organiser {
  protected readonly mayRunEvents = true
  private constructor(
    readonly id: string,
    readonly email: string,
  ) {}

  /** The organiser with this user id. null: unknown, or a viewer. */
  static async find(userId: string | undefined): Promise<Organiser | null> {
    const user = userId ? await db().user.findUnique({ where: { id: userId }, select: { id: true, email: true, role: true } }) : null
    return user && user.role !== "viewer" ? new Organiser(user.id, user.email) : null
  }
}

/** Who is signed in, for doors. null: nobody who may run events. */
export async function currentOrganiser(): Promise<Organiser | null> {
  const session = await auth()
  return Organiser.find(session?.user?.id)
}

/** Who is signed in, for pages of the desk. Anybody else is sent to the sign-in page with 303, which `redirect()` cannot say. */
export async function requireOrganiser(): Promise<Organiser> {
  const organiser = await currentOrganiser()
  if (!organiser) throw getRedirectError("/admin/sign-in", "replace", 303)
  return organiser
}
