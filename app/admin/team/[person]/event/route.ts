import { type DeskVisit, ownerDoor } from "@/lib/auth/doors"
import { notFoundPage } from "@/lib/forms"
import { setEventRole } from "@/lib/team/mutations"
import { eventRoleSchema } from "@/lib/team/schema"
import { backTo, memberPage, type Params } from "../team-pages"

export const POST = ownerDoor(
  eventRoleSchema,
  async (owner, { event, eventRole }, { params }: DeskVisit<Params>) =>
    (await setEventRole(owner, params.person, event, eventRole)) ? backTo(params, "saved") : notFoundPage(),
  { form: memberPage },
)
