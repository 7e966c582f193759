import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { changeAddress } from "./mutations"
import { getRegistrant } from "./queries"
import type { RegistrationInput } from "./schema"

/** An organiser corrects an address, often one that has bounced. null: nobody with this id is registered for this event. */
export async function correctAddress(organiser: Organiser, eventId: string, registrationId: string, email: RegistrationInput["email"]) {
  const person = await getRegistrant(organiser, eventId, registrationId)
  if (!person) return null
  const outcome = await changeAddress(person.id, email)
  if (outcome === "changed") await writeAudit(query, organiser, "address corrected", eventId, { registration: person.id })
  return outcome
}
