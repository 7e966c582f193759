import { Refresh } from "@/components/ui/refresh"
import type { Sending } from "@/lib/events/desk"
import { After } from "./after"
import { Alarms } from "./alarms"
import { Check } from "./check"
import { Confirm } from "./confirm"
import { Details } from "./details"
import { ProgressSheet } from "./progress"
import { Steps, stepOf } from "./steps"
import { Who } from "./who"

type Props = { sending: Sending; email: string; refused: string | null }

/** The sending room, in six steps: what, to whom, how it looks, the word, where it is, and what is left to do. */
export function SendingRoom({ sending, email, refused }: Props) {
  const step = stepOf(sending)
  const { event, preparation, progress } = sending
  const isOut = progress !== null
  return (
    <>
      <Steps current={step} isOut={isOut} isToSend={preparation !== null} />
      <Alarms sending={sending} refused={refused} />
      {/* Without JavaScript the whole page is renewed, so never while there is something to read and to confirm. */}
      {step === "progress" && !event.mailPausedAt && <Refresh seconds={1} />}
      {isOut && <ProgressSheet sending={sending} />}
      {isOut && <After sending={sending} />}
      {preparation && <Details preparation={preparation} />}
      {preparation && event.joinUrl && (
        <>
          <Who preparation={preparation} />
          <Check preparation={preparation} email={email} />
          <Confirm preparation={preparation} isOut={isOut} />
        </>
      )}
    </>
  )
}
