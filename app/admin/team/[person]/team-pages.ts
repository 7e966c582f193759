import { seeOther } from "@/lib/forms"
import type { TeamWord } from "@/lib/team/rules"

export type Params = { person: string }

export const memberPage = ({ person }: Params) => `/admin/team/${person}`

/** Back to the person's page with a word. */
export const backTo = (params: Params, word: TeamWord): Response => seeOther(`${memberPage(params)}?done=${word}`)
