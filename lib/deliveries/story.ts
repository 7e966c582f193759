import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"

// Everything that was mailed to one person, or is to be, with what the servers said.

export type StoryLetter = {
  id: string
  kind: string
  state: string
  reason: string | null
  joinVersion: number | null
  recipient: string | null
  tries: number
  smtpCode: number | null
  smtpReply: string | null
  possiblyTwice: number
  runAt: Date
  createdAt: Date
  sentAt: Date | null
}

/** The letters of one registration, oldest first. */
export async function listLetters(_organiser: Organiser, registrationId: string): Promise<StoryLetter[]> {
  return query<StoryLetter>(
    `select id, kind, state, reason, "joinVersion", recipient, tries, "smtpCode", "smtpReply", "possiblyTwice", "runAt", "createdAt", "sentAt"
     from "Delivery" where "registrationId" = $1 order by "createdAt", key`,
    [registrationId],
  )
}
