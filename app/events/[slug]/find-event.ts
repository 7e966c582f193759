import { notFound, redirect } from "next/navigation"
import { getMovedSlug, getPublicEvent, type PublicEvent } from "@/lib/events/queries"

/**
 * The event of a public page. An address that it had leads on, to the same page (`rest`) at the one that it has: with 307, since browsers keep a 308
 * for good, and an event may go back to an address.
 */
export async function findEvent(slug: string, rest = ""): Promise<PublicEvent> {
  const event = await getPublicEvent(slug)
  if (event) return event
  const moved = await getMovedSlug(slug)
  if (moved) redirect(`/events/${moved}${rest}`)
  notFound()
}
