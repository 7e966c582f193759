import { type DeskVisit, ownerDoor } from "@/lib/auth/doors"
import { notFoundPage, seeOther } from "@/lib/forms"
import { setRole } from "@/lib/team/mutations"
import { roleSchema } from "@/lib/team/schema"
import { backTo, memberPage, type Params } from "../team-pages"

export const POST = ownerDoor(
  roleSchema,
  async (owner, { everywhere }, { params }: DeskVisit<Params>) => {
    const outcome = await setRole(owner, params.person, everywhere)
    if (!outcome) return notFoundPage()
    // Whoever is no owner any more cannot open this page.
    return params.person === owner.id && outcome === "saved" && everywhere !== "owner" ? seeOther("/admin") : backTo(params, outcome)
  },
  { form: memberPage },
)
