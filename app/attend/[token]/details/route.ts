import { guardedDoor, seeOther } from "@/lib/forms"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { questionsOf } from "@/lib/questions/rules"
import { changeOwnDetails } from "@/lib/registrations/own-details"
import { getAttendance } from "@/lib/registrations/queries"
import { enterAttendee } from "../attendee-door"

type Params = { token: string }
const page = ({ token }: Params) => `/attend/${token}/change`

async function schemaOf({ token }: Params) {
  const attendance = await getAttendance(token)
  return ownDetailsSchemaOf(attendance ? questionsOf(attendance.event) : [])
}

export const POST = guardedDoor(
  schemaOf,
  enterAttendee,
  async (input, { params, who, giveBack }) => {
    const outcome = await changeOwnDetails(who.id, input, questionsOf(who.event))
    if (outcome === "tooMany") return giveBack("refused=tooMany")
    // When it is too late, the page says why.
    return seeOther(outcome === "saved" ? `${page(params)}?saved` : page(params))
  },
  { form: page, limit: "details" },
)
