import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { saveJoinDetails } from "@/lib/events/join-details"
import { doubtsAbout } from "@/lib/events/join-lint"
import { joinDetailsSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}/join-details`

export const POST = deskDoor(
  joinDetailsSchema,
  async (organiser, input, { params: { id }, giveBack }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, id)
    if (event && !input.sure && doubtsAbout(input).length > 0) return giveBack("doubt")
    const saved = event && (await saveJoinDetails(organiser, id, input))
    if (saved === "edited") return giveBack("edited")
    return saved ? seeOther(`${page({ id })}?saved`) : notFoundPage()
  },
  { form: page },
)
