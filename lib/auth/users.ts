import { db } from "@/lib/db/client"

/** Makes the first owner when there is nobody yet. */
export async function ensureOwner(email: string): Promise<void> {
  if ((await db().user.count()) === 0) await db().user.create({ data: { email: email.toLowerCase(), role: "owner" } })
}

/** Adds an organiser. False when the address is one already. */
export async function addOrganiser(email: string): Promise<boolean> {
  const known = await db().user.findFirst({ where: { email: { equals: email, mode: "insensitive" } } })
  if (!known) await db().user.create({ data: { email: email.toLowerCase(), role: "organiser" } })
  return !known
}

/** Whether any organiser has ever signed in. */
export async function hasAnyoneSignedIn(): Promise<boolean> {
  return (await db().user.count({ where: { emailVerified: { not: null } } })) > 0
}
