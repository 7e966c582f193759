import { formDoor, notFoundPage, seeOther } from "@/lib/forms"
import { lostLinkSchema } from "@/lib/own-details/schema"
import { askForLink } from "@/lib/registrations/lost-links"

export const POST = formDoor(
  lostLinkSchema,
  async ({ email }, { slug }: { slug: string }) => {
    const asked = await askForLink(slug, email)
    return asked === null ? notFoundPage() : seeOther(`/events/${asked}/lost-link/asked`)
  },
  { form: ({ slug }) => `/events/${slug}/lost-link/again`, limit: "lostLinks" },
)
