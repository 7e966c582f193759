import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import type { Use } from "./rules"
import type { PictureInput } from "./schema"
import { writePicture } from "./write"

/** The row that shows the picture: an event its cover, a speaker a portrait. $1 the event, $2 the row itself, $3 the picture. */
const statements: Record<Use, string> = {
  cover: `with before as (select "coverId" as id from "Event" where id = $1 and id = $2 for update)
    update "Event" e set "coverId" = $3, "updatedAt" = foyer_now() from before where e.id = $2 returning before.id as before`,
  portrait: `with before as (select "portraitId" as id from "Speaker" where "eventId" = $1 and id = $2 for update)
    update "Speaker" s set "portraitId" = $3 from before where s.id = $2 returning before.id as before`,
}

type Shown = { use: Use; eventId: string; id: string }

/** Writes a picture and shows it in place of the one before. "broken": it cannot be decoded. null: there is no such event or speaker. */
export async function setPicture(organiser: Organiser, shown: Shown, file: Buffer, { alt, ...focus }: PictureInput): Promise<"saved" | "broken" | null> {
  const files = await writePicture(file, shown.use, focus)
  if (!files) return "broken"
  return transaction(async (run) => {
    const [picture] = await run<{ id: string }>(`insert into "Picture" (alt) values ($1) returning id`, [alt])
    if (!picture) throw new Error("the picture was not kept")
    for (const { width, height, hash, bytes } of files)
      await run(`insert into "PictureFile" ("pictureId", width, height, hash, bytes) values ($1, $2, $3, $4, $5)`, [picture.id, width, height, hash, bytes])
    if (await show(run, organiser, shown, picture.id)) return "saved"
    await run(`delete from "Picture" where id = $1`, [picture.id])
    return null
  })
}

/** Shows none any more. Safe to repeat. */
export const removePicture = (organiser: Organiser, shown: Shown): Promise<void> =>
  transaction(async (run) => {
    await show(run, organiser, shown, null)
  })

/** Deletes a picture that nothing shows any more. A duplicate of the event may show the same one. */
export async function dropUnlessShown(run: Run, picture: string | null): Promise<void> {
  await run(
    `delete from "Picture" p where id = $1 and not exists (select from "Event" where "coverId" = p.id) and not exists (select from "Speaker" where "portraitId" = p.id)`,
    [picture],
  )
}

async function show(run: Run, organiser: Organiser, { use, eventId, id }: Shown, picture: string | null): Promise<boolean> {
  const [row] = await run<{ before: string | null }>(statements[use], [eventId, id, picture])
  if (!row) return false
  await dropUnlessShown(run, row.before)
  await writeAudit(run, organiser, picture ? `${use} changed` : `${use} removed`, eventId)
  return true
}
