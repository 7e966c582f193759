import { ownerButton } from "@/lib/auth/doors"
import { notFoundPage } from "@/lib/forms"
import { inviteAgain } from "@/lib/team/mutations"
import { backTo, memberPage, type Params } from "../team-pages"

export const POST = ownerButton(
  memberPage,
  async (owner, params: Params) => ((await inviteAgain(owner, params.person)) ? backTo(params, "again") : notFoundPage()),
  "invitations",
)
