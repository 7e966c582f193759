import { z } from "zod"
import { addressSchema } from "@/lib/registrations/schema"

const everywhere = z.enum(["none", "viewer", "organiser", "owner"], "Choose what they may do").transform((role) => (role === "none" ? null : role))
const event = z.union([z.literal("").transform(() => null), z.guid("Choose an event")])
const eventRole = z.enum(["viewer", "organiser"], "Choose what they may do with it")

/** The form that invites somebody. `event`: the one for which they have a role of its own. */
export const inviteSchema = addressSchema
  .extend({ everywhere, event: event.default(null), eventRole: eventRole.default("organiser") })
  .refine(({ everywhere, event }) => everywhere !== null || event !== null, {
    path: ["everywhere"],
    error: "Choose what they may do, or an event below",
  })
  .refine(({ everywhere, event }) => everywhere === null || everywhere === "viewer" || event === null, {
    path: ["event"],
    error: "Whoever runs all events runs this one too. Choose “None” here, or less above",
  })
export type InviteInput = z.output<typeof inviteSchema>

/** What somebody may do with every event, those to come included. */
export const roleSchema = z.object({ everywhere })

/** What somebody may do with one event; "none" takes that away. */
export const eventRoleSchema = z.object({
  event: z.guid("Choose an event"),
  eventRole: z.enum(["none", "viewer", "organiser"], "Choose what they may do with it").transform((role) => (role === "none" ? null : role)),
})
