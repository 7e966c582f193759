import { ownerDoor } from "@/lib/auth/doors"
import { notFoundPage, seeOther } from "@/lib/forms"
import { invite } from "@/lib/team/mutations"
import { inviteSchema } from "@/lib/team/schema"

export const POST = ownerDoor(
  inviteSchema,
  async (owner, input, { giveBack }) => {
    const outcome = await invite(owner, input)
    if (!outcome) return notFoundPage()
    return outcome === "known" ? giveBack("known") : seeOther("/admin/team?done=invited")
  },
  { form: () => "/admin/team", limit: "invitations" },
)
