import { formDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { type Answer, register } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"

const formPage = (slug: string) => `/events/${slug}/register`
const checkYourEmail = (slug: string) => `/events/${slug}/registered`
const refused = (reason: string) => (slug: string) => `${formPage(slug)}?reason=${reason}`

const nextPage: Record<Answer, (slug: string) => string> = {
  registered: checkYourEmail,
  waiting: checkYourEmail,
  full: refused("full"),
  closed: refused("closed"),
}

export const POST = formDoor(
  registrationSchema,
  async (input, { slug }: { slug: string }) => {
    const outcome = await register(slug, input)
    if (!outcome) return notFoundPage()
    if (outcome.turned) renewEventPages(slug)
    return seeOther(nextPage[outcome.answer](slug))
  },
  { form: ({ slug }) => formPage(slug), limit: "registrations" },
)
