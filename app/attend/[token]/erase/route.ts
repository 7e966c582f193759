import { guardedDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { eraseOneself } from "@/lib/registrations/erase"
import { type Attendance, getAttendance } from "@/lib/registrations/queries"
import { eraseSchema } from "@/lib/registrations/schema"

type Params = { token: string }

async function enter({ token }: Params): Promise<{ who: Attendance } | Response> {
  const attendance = await getAttendance(token)
  return attendance ? { who: attendance } : notFoundPage()
}

export const POST = guardedDoor(
  eraseSchema,
  enter,
  async (_, { params, who }) => {
    const erased = await eraseOneself(who, params.token)
    if (erased?.turned) renewEventPages(who.event.slug)
    // Pressed twice, it is done all the same.
    return seeOther("/attend/erased")
  },
  { form: ({ token }: Params) => `/attend/${token}/data` },
)
