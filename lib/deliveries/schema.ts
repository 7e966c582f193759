import { z } from "zod"
import { block } from "@/lib/text"

const missing = "Paste the mail that came back, with its headers"

/** What the desk takes of a pasted mail. */
export const mostPasted = 60_000

/** The desk's form for a mail that came back. */
export const returnedMailSchema = z.object({ mail: z.string({ error: missing }).pipe(block(mostPasted)).refine(Boolean, missing) })
