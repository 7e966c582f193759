import type { Sending } from "@/lib/events/desk"

const names = { details: "Details", who: "Who", check: "Check", confirm: "Confirm", progress: "Progress", after: "After" } as const
export type Step = keyof typeof names

const toSend: Step[] = ["details", "who", "check", "confirm"]

/** The step at which the organiser is now. */
export function stepOf({ event, progress, preparation, pace }: Sending): Step {
  if (preparation && (!event.joinUrl || preparation.findings.some(({ level }) => level === "no"))) return "details"
  if (preparation) return preparation.isTested ? "confirm" : "check"
  if (!progress) return "after"
  const waiting = progress.queued + progress.sending + progress.beingPrepared
  return waiting > 0 && (pace.due > 0 || progress.beingPrepared > 0) ? "progress" : "after"
}

/** Whether letters with the newest details may be sent at all. */
export const mayBeSent = ({ event }: Pick<Sending, "event">) => event.status === "published" && event.now < event.endsAt

/** Where one is among the six. Those that are on the page can be reached. */
export function Steps({ current, isOut, isToSend }: { current: Step; isOut: boolean; isToSend: boolean }) {
  return (
    <ol className="steps numbered mt-4" aria-label="Steps">
      {Object.entries(names).map(([step, name]) => {
        const isHere = toSend.some((one) => one === step) ? isToSend : isOut
        return (
          <li key={step} aria-current={step === current ? "step" : undefined}>
            {isHere ? <a href={`#${step}`}>{name}</a> : name}
          </li>
        )
      })}
    </ol>
  )
}
