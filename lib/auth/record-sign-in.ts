import { writeAudit } from "@/lib/audit/write"
import { query } from "@/lib/db/client"
import { takeKeptEdit } from "./kept-edit"
import { Viewer } from "./organiser"

/** Writes down that somebody has come in, and how, and opens to them what their browser had left. From the first time on they count as somebody whose address is theirs. */
export async function recordSignIn(userId: string | undefined, way: "single sign-on" | "a mailed link"): Promise<void> {
  const viewer = await Viewer.find(userId)
  if (typeof viewer === "string") return
  await query(`update "User" set "emailVerified" = foyer_now() where id = $1 and "emailVerified" is null`, [viewer.id])
  await writeAudit(query, viewer, "signed in", null, { way })
  await takeKeptEdit()
}
