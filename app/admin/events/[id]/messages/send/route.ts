import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"
import { keepMessage, type Sending, sendMessage } from "@/lib/messages/mutations"
import { type SendInput, sendSchema } from "@/lib/messages/schema"

const page = ({ id }: { id: string }) => `/admin/events/${id}/messages`

type Answer = (form: string, input: SendInput) => string | Promise<string>
const checkAgain: Answer = async (form, input) => `${form}/check?draft=${await keepMessage(form, input)}&changed`
const nextPage: Record<Sending, Answer> = {
  sent: (form) => `${form}?sent`,
  already: (form) => `${form}?already`,
  changed: checkAgain,
  nobody: checkAgain,
  draft: (form) => form,
}

export const POST = deskDoor(
  sendSchema,
  async (organiser, input, { params }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    const outcome = event && (await sendMessage(organiser, params.id, input))
    return outcome ? seeOther(await nextPage[outcome](page(params), input)) : notFoundPage()
  },
  { form: page },
)
