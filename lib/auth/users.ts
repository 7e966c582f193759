import { db } from "@/lib/db/client"

/** Makes the first owner, as long as nobody has ever signed in: until then OWNER_EMAIL may still be corrected. */
export async function ensureOwner(email: string): Promise<void> {
  if (await hasAnyoneSignedIn()) return
  const address = email.toLowerCase()
  await db().user.upsert({ where: { email: address }, create: { email: address, role: "owner" }, update: { role: "owner" } })
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
