import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { saveRecording } from "@/lib/events/changes"
import { getDeskEvent } from "@/lib/events/desk"
import { recordingSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}/changes`

export const POST = deskDoor(
  recordingSchema,
  async (organiser, { recordingUrl }, { params }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    const isSaved = event && (await saveRecording(organiser, params.id, recordingUrl))
    return isSaved ? seeOther(`${page(params)}?done=recording`) : notFoundPage()
  },
  { form: page },
)
