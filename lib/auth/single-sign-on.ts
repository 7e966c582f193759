import { z } from "zod"

// What the house's own sign-in service says of somebody (OpenID Connect Core, section 5.1), as plain rules.

const claims = z.object({ email: z.string().optional(), email_verified: z.boolean().optional() })

/** Whether the service vouches for an address. One that leaves the question open does not. */
export const isVouchedFor = (profile: unknown): boolean => {
  const { success, data } = claims.safeParse(profile)
  return success && Boolean(data.email) && data.email_verified === true
}

/** The address as the table of users has it. null: the service names none. */
export const addressOf = (profile: unknown): string | null => claims.safeParse(profile).data?.email?.toLowerCase() ?? null
