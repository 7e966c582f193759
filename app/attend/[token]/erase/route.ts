import { guardedDoor, renewEventPages, seeOther } from "@/lib/forms"
import { eraseSchema } from "@/lib/own-details/schema"
import { eraseOneself } from "@/lib/registrations/erase"
import { enterAttendee } from "../attendee-door"

type Params = { token: string }

export const POST = guardedDoor(
  eraseSchema,
  enterAttendee,
  async (_, { who }) => {
    const erased = await eraseOneself(who)
    if (erased?.turned) renewEventPages(who.event.slug)
    // Pressed twice, it is done all the same.
    return seeOther("/attend/erased")
  },
  { form: ({ token }: Params) => `/attend/${token}/data` },
)
