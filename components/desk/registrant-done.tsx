import { type Act, people } from "@/lib/registrations/rules"
import type { Done } from "@/lib/registrations/schema"

const sentences: Record<Act, (count: number) => string> = {
  resend: (count) => `${people(count)} will be mailed again in a moment.`,
  accept: (count) => `${people(count)} ${count === 1 ? "has" : "have"} the place now.`,
  cancel: (count) => `${count === 1 ? "The place of 1 person is" : `The places of ${people(count)} are`} cancelled.`,
  restore: (count) => `${people(count)} ${count === 1 ? "is" : "are"} back on the list.`,
  erase: (count) => `${people(count)} ${count === 1 ? "is" : "are"} erased.`,
}
const leftWords: Record<Act, (left: number) => string> = {
  resend: (left) => `${people(left)} left out: a letter is on its way or has just gone, the address has bounced, or the place is cancelled.`,
  accept: (left) => `${people(left)} left out: no place is on offer to them, or its time is over.`,
  cancel: (left) => `${people(left)} left out: nothing was left to cancel.`,
  restore: (left) => `${people(left)} left out: there is no place, registration is closed, or nothing was cancelled.`,
  erase: (left) => `${people(left)} left out: they were gone already.`,
}

/** What the last press came to. */
export function RegistrantDone({ done }: { done: Done | null }) {
  if (!done) return null
  return (
    <p className="banner" role="status">
      {sentences[done.did](done.count)} {done.left > 0 && leftWords[done.did](done.left)}
    </p>
  )
}
