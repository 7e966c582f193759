import { channel } from "node:diagnostics_channel"

// The site and its mailer are two builds of this code in one process. A channel of Node's own joins them; other processes find the row at their next tick.
const owed = channel("foyer.delivery.owed")

/** Tells the mailer of this process that a row may be waiting. */
export const wakeMailer = (): void => owed.publish(undefined)

/** Calls `listener` at each wake. Returns how to stop listening. */
export function onWake(listener: () => void): () => void {
  owed.subscribe(listener)
  return () => void owed.unsubscribe(listener)
}
