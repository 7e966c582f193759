import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { markSentByHand } from "@/lib/deliveries/by-hand"
import { getDeskEvent } from "@/lib/events/desk"
import { byHandSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"
import { sendPage } from "../run-door"

export const POST = deskDoor(
  byHandSchema,
  async (organiser, { people }, { params }: DeskVisit<{ id: string }>) => {
    if (!(await getDeskEvent(organiser, params.id))) return notFoundPage()
    await markSentByHand(organiser, params.id, people)
    return seeOther(sendPage(params))
  },
  { form: sendPage },
)
