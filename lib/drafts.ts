import { z } from "zod"
import { query } from "@/lib/db/client"

// What somebody typed into a form that was refused, so that it can come back to them. Nothing typed is ever in an address.

const fieldsSchema = z.record(z.string(), z.string())
export type Fields = z.infer<typeof fieldsSchema>
const minutesKept = 15

/** Keeps the fields of a form for 15 minutes and returns the draft's id. */
export async function saveDraft(form: string, fields: Fields): Promise<string> {
  const [draft] = await query<{ id: string }>(`insert into "Draft" (form, fields) values ($1, $2) returning id`, [form, JSON.stringify(fields)])
  if (!draft) throw new Error("the draft was not kept")
  return draft.id
}

/** What follows a form's name while a draft of it is locked: no page asks for a form of such a name. */
export const lockedWith = (lock: string): string => `~${lock}`

/** Opens a draft that was kept with a lock, for whoever brings it. Nothing happens with another lock. */
export async function unlockDraft(id: string, lock: string): Promise<void> {
  await query(`update "Draft" set form = left(form, -length($2)) where id::text = $1 and right(form, length($2)) = $2`, [id, lockedWith(lock)])
}

/** The fields of a draft of this form, or null: unknown, too old, or of another form. */
export async function getDraft(form: string, id: string | undefined): Promise<Fields | null> {
  if (!id || !z.uuid().safeParse(id).success) return null
  const [draft] = await query<{ fields: unknown }>(
    `select fields from "Draft" where id = $1 and form = $2 and "createdAt" > foyer_now() - make_interval(mins => $3)`,
    [id, form, minutesKept],
  )
  return draft ? fieldsSchema.parse(draft.fields) : null
}

export async function deleteOldDrafts(): Promise<void> {
  await query(`delete from "Draft" where "createdAt" <= foyer_now() - make_interval(mins => $1)`, [minutesKept])
}
