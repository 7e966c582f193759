import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { MessageCheck } from "@/components/desk/message-check"
import { MessageNotice } from "@/components/desk/message-notice"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { readCheck } from "@/lib/messages/check"

export const metadata = { title: "Check the message" }

export default async function CheckPage({ params, searchParams }: PageProps<"/admin/events/[id]/messages/check">) {
  const [{ id }, { draft, changed }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event || event.status === "draft") notFound()
  const [check, mailer] = await Promise.all([readCheck(organiser, id, typeof draft === "string" ? draft : undefined), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="messages" title="Check the message" />
      <MessageNotice event={event} answers={[]} isForgotten={check === null} />
      {check && changed !== undefined && (
        <p className="banner warn" role="alert">
          Nothing has been sent: since you opened the page the number of people has changed. Look at it and press again.
        </p>
      )}
      {check ? <MessageCheck eventId={id} {...check} /> : <a href={`/admin/events/${id}/messages`}>Write a message</a>}
    </DeskFrame>
  )
}
