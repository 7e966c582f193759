import { listEmbedOrigins } from "@/lib/events/embed"
import { isEmbed } from "@/lib/events/embed-rules"
import { getMovedSlug } from "@/lib/events/queries"
import { formDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { listQuestions } from "@/lib/questions/queries"
import { registrationSchemaOf } from "@/lib/registrations/form"
import { type Answer, register } from "@/lib/registrations/mutations"
import { inSteps } from "@/lib/steps"

const formPage = (slug: string) => `/events/${slug}/register`
/** What a page in a frame of another site has in its address. */
const inFrame = (isEmbedded: boolean) => (isEmbedded ? "embed=1&" : "")
const checkYourEmail = (slug: string, isEmbedded: boolean) => (isEmbedded ? `${formPage(slug)}?${inFrame(true)}done=1` : `/events/${slug}/registered`)
const refused = (reason: string) => (slug: string, isEmbedded: boolean) => `${formPage(slug)}?${inFrame(isEmbedded)}reason=${reason}`

const nextPage: Record<Answer, (slug: string, isEmbedded: boolean) => string> = {
  registered: checkYourEmail,
  waiting: checkYourEmail,
  full: refused("full"),
  closed: refused("closed"),
}

/** The form may have been open while the event got another address. */
async function registerAt(slug: string, input: Parameters<typeof register>[1]) {
  const outcome = await register(slug, input)
  const moved = outcome ? null : await getMovedSlug(slug)
  return moved ? { outcome: await register(moved, input), current: moved } : { outcome, current: slug }
}

export const POST = formDoor(
  async ({ slug }: { slug: string }) => registrationSchemaOf(await listQuestions(slug)),
  async (input, { slug }) => {
    const { outcome, current } = await inSteps(() => registerAt(slug, input))
    if (!outcome) return notFoundPage()
    if (outcome.turned) renewEventPages(current)
    return seeOther(nextPage[outcome.answer](current, input.embed))
  },
  {
    form: ({ slug }) => formPage(slug),
    limit: "registrations",
    takesProof: true,
    takesRef: true,
    takesFrom: ({ slug }) => listEmbedOrigins(slug),
    query: ({ embed }) => inFrame(isEmbed(embed)),
  },
)
