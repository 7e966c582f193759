import { z } from "zod"
import { line } from "@/lib/text"

export const signInSchema = z.object({ email: z.string({ error: "Enter your email address" }).pipe(line(254, "Enter your email address")) })

const byMail = "Ask for a link by mail here."
/** Why somebody is back at the sign-in page, by the word in its address: ours, and next-auth's with a capital. */
const refusals = new Map([
  ["unverified", `The sign-in service does not vouch for your email address. Have it confirmed there. ${byMail}`],
  ["unknown", "The sign-in service knows you, and you are not on the team of this site. Ask an owner for an invitation."],
  ["service", `The sign-in service did not answer as it should. Try again in a moment. ${byMail}`],
  ["OAuthCallbackError", `The sign-in service did not let you in, or you went back. Try again. ${byMail}`],
  [
    "Configuration",
    `The answer of the sign-in service cannot be used: it was too old, was used already, or was not meant for this browser or this site. Try again. ${byMail}`,
  ],
])

/** The sentence for a word from the address of the sign-in page. */
export const sayRefusal = (word: unknown): string =>
  refusals.get(String(word)) ?? "That link no longer works: it was used already, or it is too old. Ask for a new one here."
