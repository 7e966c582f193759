import { ownerButton } from "@/lib/auth/doors"
import { notFoundPage, seeOther } from "@/lib/forms"
import { removePerson } from "@/lib/team/mutations"
import { backTo, memberPage, type Params } from "../team-pages"

export const POST = ownerButton(memberPage, async (owner, params: Params) => {
  const outcome = await removePerson(owner, params.person)
  if (!outcome) return notFoundPage()
  return outcome === "last" ? backTo(params, outcome) : seeOther("/admin/team?done=removed")
})
