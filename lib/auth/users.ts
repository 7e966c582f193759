import { db } from "@/lib/db/client"

/** Makes the first owner, as long as nobody has ever signed in: until then OWNER_EMAIL may still be corrected. */
export async function ensureOwner(email: string): Promise<void> {
  if (await hasAnyoneSignedIn()) return
  const address = email.toLowerCase()
  // The owner of an earlier start, whose address was corrected: nobody ever came in by it.
  await db().user.deleteMany({ where: { role: "owner", emailVerified: null, email: { not: address } } })
  await db().user.upsert({ where: { email: address }, create: { email: address, role: "owner" }, update: { role: "owner" } })
}

/** Makes somebody an organiser of all events, whoever they were on the team. False when they are one already, or an owner. */
export async function addOrganiser(email: string): Promise<boolean> {
  const known = await db().user.findFirst({ where: { email: { equals: email, mode: "insensitive" } } })
  if (known?.role === "organiser" || known?.role === "owner") return false
  if (known) await db().user.update({ where: { id: known.id }, data: { role: "organiser" } })
  else await db().user.create({ data: { email: email.toLowerCase(), role: "organiser" } })
  return true
}

/** Whether any organiser has ever signed in. */
export async function hasAnyoneSignedIn(): Promise<boolean> {
  return (await db().user.count({ where: { emailVerified: { not: null } } })) > 0
}
