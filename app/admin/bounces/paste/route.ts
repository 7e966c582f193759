import { siteDoor } from "@/lib/auth/doors"
import { recordBounce } from "@/lib/deliveries/bounces"
import { returnedMailSchema } from "@/lib/deliveries/schema"
import { seeOther } from "@/lib/forms"

export const POST = siteDoor(
  returnedMailSchema,
  async (organiser, { mail }) => {
    const outcome = await recordBounce(Buffer.from(mail), organiser)
    return seeOther(`/admin/bounces?outcome=${encodeURIComponent(outcome)}`)
  },
  { form: () => "/admin/bounces" },
)
