import { guardedDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { eraseSchema } from "@/lib/own-details/schema"
import { eraseOneself } from "@/lib/registrations/erase"
import { type Attendance, getAttendance } from "@/lib/registrations/queries"

type Params = { token: string }

async function enter({ token }: Params): Promise<{ who: Attendance } | Response> {
  const attendance = await getAttendance(token)
  return attendance ? { who: attendance } : notFoundPage()
}

export const POST = guardedDoor(
  eraseSchema,
  enter,
  async (_, { who }) => {
    const erased = await eraseOneself(who)
    if (erased?.turned) renewEventPages(who.event.slug)
    // Pressed twice, it is done all the same.
    return seeOther("/attend/erased")
  },
  { form: ({ token }: Params) => `/attend/${token}/data` },
)
