// What is true of the details that people change about themselves, and of an address that they ask for. Pure: the clock is an argument.

/** How long the link works that proves a new address, in hours, and how many a person may ask for in an hour. */
export const proofHours = 24
export const mostProofs = 5

/** Whether the link that proves an address works no more, for one that was asked for then. */
export const isProofOver = (askedAt: Date, now: Date): boolean => now.getTime() - askedAt.getTime() >= proofHours * 3_600_000

/** What the form of people's own details shows of them, by field. A box that is not ticked is not there. */
export const detailFields = ({ name, email, organisation, updates }: { name: string; email: string; organisation: string; updates: boolean }) => ({
  name,
  email,
  organisation,
  ...(updates && { updates: "yes" }),
})

type Changeable = { status: string; event: { status: string; endsAt: Date } }
/** Whether people may still change their details. The tables decide; this is how a page tells it. */
export const mayChangeDetails = ({ status, event }: Changeable, now: Date): boolean =>
  status !== "cancelled" && event.status === "published" && now < event.endsAt

type AskedChange = {
  createdAt: Date
  provenAt: Date | null
  /** No newer one was asked for, and the person has not cancelled, come back or changed the address since. */
  isCurrent: boolean
  /** Somebody else of the event has the address. */
  isTaken: boolean
  /** The person has a place or hopes for one, and the session is still to come. */
  mayChange: boolean
}
export type AddressPage = "open" | "proven" | "expired" | "void" | "taken" | "over"

/** Which of its faces the page shows that a mail to a new address leads to. */
export function addressPage({ createdAt, provenAt, isCurrent, isTaken, mayChange }: AskedChange, now: Date): AddressPage {
  if (provenAt) return "proven"
  if (!mayChange) return "over"
  if (!isCurrent) return "void"
  if (isProofOver(createdAt, now)) return "expired"
  return isTaken ? "taken" : "open"
}
