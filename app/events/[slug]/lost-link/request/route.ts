import { formDoor, notFoundPage, seeOther } from "@/lib/forms"
import { askForLink } from "@/lib/registrations/lost-links"
import { lostLinkSchema } from "@/lib/registrations/schema"

export const POST = formDoor(
  lostLinkSchema,
  async ({ email }, { slug }: { slug: string }) => {
    const asked = await askForLink(slug, email)
    return asked === null ? notFoundPage() : seeOther(`/events/${asked}/lost-link/asked`)
  },
  { form: ({ slug }) => `/events/${slug}/lost-link/again`, limit: "lostLinks" },
)
