import { ownerDoor } from "@/lib/auth/doors"
import { exportHeld } from "@/lib/registrations/held-by-address"
import { addressSchema } from "@/lib/registrations/schema"

/** Answered with the file itself: the address that was typed is in no address of a page. */
export const POST = ownerDoor(
  addressSchema,
  async (owner, { email }) =>
    new Response(`${JSON.stringify(await exportHeld(owner, email), null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="what-we-hold.json"`,
        "cache-control": "no-store",
      },
    }),
  { form: () => "/admin/privacy/address" },
)
