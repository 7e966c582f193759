import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { markSentByHand } from "@/lib/deliveries/by-hand"
import { getDeskEvent } from "@/lib/events/desk"
import { byHandSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"
import { sendPage } from "../run-door"

export const POST = deskDoor(
  byHandSchema,
  async (organiser, { letters }, { params }: DeskVisit<{ id: string }>) => {
    if (!(await getDeskEvent(organiser, params.id))) return notFoundPage()
    const marked = await markSentByHand(organiser, params.id, letters)
    return seeOther(`${sendPage(params)}${marked === 0 ? "?refused=changed" : ""}`)
  },
  { form: sendPage },
)
