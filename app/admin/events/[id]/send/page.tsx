import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { SendingRoom } from "@/components/desk/send/room"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent, getSending } from "@/lib/events/desk"
import { noteSeen } from "@/lib/events/join-details"

export const metadata = { title: "Send the joining details" }

export default async function SendPage({ params, searchParams }: PageProps<"/admin/events/[id]/send">) {
  const [{ id }, { refused, person }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  await noteSeen(organiser, event)
  const [sending, mailer] = await Promise.all([getSending(organiser, event, typeof person === "string" ? person : undefined), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="send" title="Send the joining details" />
      <SendingRoom sending={sending} email={organiser.email} refused={typeof refused === "string" ? refused : null} />
    </DeskFrame>
  )
}
