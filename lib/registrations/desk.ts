import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { type AddressChange, changeAddress } from "./mutations"
import { getRegistrant } from "./queries"
import type { RegistrationInput } from "./schema"

/** An organiser corrects an address, often one that has bounced. null: nobody with this id is registered for this event. */
export async function correctAddress(
  organiser: Organiser,
  eventId: string,
  registrationId: string,
  email: RegistrationInput["email"],
): Promise<AddressChange | null> {
  const person = await getRegistrant(organiser, eventId, registrationId)
  if (!person) return null
  const outcome = await transaction(async (run) => {
    const decided = await changeAddress(person.id, email, run)
    if (decided === "changed") await writeAudit(run, organiser, "address corrected", eventId, { registration: person.id })
    return decided
  })
  wakeMailer()
  return outcome
}
