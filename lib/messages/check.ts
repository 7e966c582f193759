import type { Organiser } from "@/lib/auth/organiser"
import { getDraft } from "@/lib/drafts"
import { previewMessage } from "./preview"
import { countReached, listReaders } from "./queries"
import { messageSchema } from "./schema"

/**
 * Everything that an organiser looks at before a message goes: whom it reaches, and the letter of the chosen person, or of the first. The message's id
 * is the one that it was checked with before, else the draft's. null: there is no such draft any more.
 */
export async function readCheck(organiser: Organiser, eventId: string, draft: string | undefined) {
  const parsed = messageSchema.safeParse(await getDraft(`/admin/events/${eventId}/messages`, draft))
  if (!parsed.success || !draft) return null
  const message = parsed.data
  const [reached, readers] = await Promise.all([countReached(organiser, eventId, message.audience), listReaders(organiser, eventId, message.audience)])
  const person = (readers.find(({ id }) => id === message.person) ?? readers[0])?.id
  const letter = person ? await previewMessage(organiser, eventId, person, message) : null
  return { id: message.id ?? draft, message, reached, readers, letter, person }
}
