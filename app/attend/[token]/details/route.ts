import { guardedDoor, notFoundPage, seeOther } from "@/lib/forms"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { questionsOf } from "@/lib/questions/rules"
import { changeOwnDetails } from "@/lib/registrations/own-details"
import { type Attendance, getAttendance } from "@/lib/registrations/queries"

type Params = { token: string }
const page = ({ token }: Params) => `/attend/${token}/change`

async function schemaOf({ token }: Params) {
  const attendance = await getAttendance(token)
  return ownDetailsSchemaOf(attendance ? questionsOf(attendance.event) : [])
}

async function enter({ token }: Params): Promise<{ who: Attendance } | Response> {
  const attendance = await getAttendance(token)
  return attendance ? { who: attendance } : notFoundPage()
}

export const POST = guardedDoor(
  schemaOf,
  enter,
  async (input, { params, who, giveBack }) => {
    const outcome = await changeOwnDetails(who.id, input, questionsOf(who.event))
    if (outcome === "tooMany") return giveBack("refused=tooMany")
    // When it is too late, the page says why.
    return seeOther(outcome === "saved" ? `${page(params)}?saved` : page(params))
  },
  { form: page, limit: "details" },
)
