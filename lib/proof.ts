import { createHmac } from "node:crypto"
import { createChallenge, verifySolution } from "altcha-lib/v1"
import { z } from "zod"
import { settings } from "@/lib/env"
import { isFirstUse } from "@/lib/limits"

// A sum that a browser does once and that nobody does a thousand times for nothing (ALTCHA, version 1): for whoever sits behind an address from which many
// register. Nobody else meets it, and no third party has a part in it.

/** Of so many tries at most; a phone takes a few seconds. */
const mostTries = 50_000
const minutes = 20

/** What a page hands to its browser, which public/proof.js works out. */
export type Challenge = Awaited<ReturnType<typeof createChallenge>>

const key = () =>
  createHmac("sha256", settings().secrets[0] ?? "")
    .update("proof of work")
    .digest("hex")

/** A new sum, good once and for twenty minutes. */
export const makeChallenge = (): Promise<Challenge> =>
  createChallenge({ hmacKey: key(), maxNumber: mostTries, expires: new Date(Date.now() + minutes * 60_000) })

const payloadSchema = z
  .base64()
  .max(1000)
  .transform((text, context) => {
    try {
      return JSON.parse(Buffer.from(text, "base64").toString("utf8"))
    } catch {
      context.addIssue({ code: "custom", message: "no JSON" })
      return z.NEVER
    }
  })
  .pipe(z.object({ algorithm: z.literal("SHA-256"), challenge: z.string(), number: z.int(), salt: z.string(), signature: z.string() }))

/** Whether the field holds the answer to a sum of ours, in time and for the first time. */
export async function isProof(field: string | undefined): Promise<boolean> {
  const parsed = payloadSchema.safeParse(field)
  return parsed.success && (await verifySolution(parsed.data, key())) && isFirstUse(parsed.data.signature, minutes * 60)
}
