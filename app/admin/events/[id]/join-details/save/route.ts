import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { saveJoinDetails } from "@/lib/events/join-details"
import { joinDetailsSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}/join-details`

export const POST = deskDoor(
  joinDetailsSchema,
  async (organiser, input, { params: { id } }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, id)
    const saved = event && (await saveJoinDetails(organiser, id, input))
    return saved ? seeOther(`${page({ id })}?saved`) : notFoundPage()
  },
  { form: page },
)
