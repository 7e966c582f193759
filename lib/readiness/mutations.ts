import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"

/** Records that an organiser opens the link as it is now, and returns it. null: there is no such event, or no link yet. */
export async function openLink(organiser: Organiser, eventId: string): Promise<string | null> {
  return transaction(async (run) => {
    const [opened] = await run<{ joinUrl: string; version: number }>(
      `update "Event" set "linkOpenedVersion" = "joinVersion" where id = $1 and "joinUrl" is not null returning "joinUrl", "joinVersion" as version`,
      [eventId],
    )
    if (!opened) return null
    await writeAudit(run, organiser, "link opened", eventId, { version: opened.version })
    return opened.joinUrl
  })
}
