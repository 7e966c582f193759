import { buttonDoor, notFoundPage } from "@/lib/forms"
import { type Attendance, getAttendance } from "@/lib/registrations/queries"

type Params = { token: string }

/** Whoever comes in by a personal link, or the answer to a link that opens nothing. */
export async function enterAttendee({ token }: Params): Promise<{ who: Attendance } | Response> {
  const attendance = await getAttendance(token)
  return attendance ? { who: attendance } : notFoundPage()
}

/** A door of the attendee's page whose button says it all. */
export const attendeeDoor = (answer: (attendance: Attendance, token: string) => Promise<Response>) =>
  buttonDoor(async (params: Params) => {
    const entered = await enterAttendee(params)
    return entered instanceof Response ? entered : answer(entered.who, params.token)
  })
