import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"
import { keepMessage } from "@/lib/messages/mutations"
import { messageSchema } from "@/lib/messages/schema"

const page = ({ id }: { id: string }) => `/admin/events/${id}/messages`

export const POST = deskDoor(
  messageSchema,
  async (organiser, input, { params }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    if (!event) return notFoundPage()
    if (event.status === "draft") return seeOther(page(params))
    return seeOther(`${page(params)}/check?draft=${await keepMessage(page(params), input)}`)
  },
  { form: page },
)
