import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { MessageForm } from "@/components/desk/message-form"
import { MessageList } from "@/components/desk/message-list"
import { MessageNotice } from "@/components/desk/message-notice"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { countAudiences, listMessages } from "@/lib/messages/queries"
import { messageSchema } from "@/lib/messages/schema"
import { problemsOf } from "@/lib/problems"

export async function generateMetadata({ searchParams }: PageProps<"/admin/events/[id]/messages">) {
  const { draft, unsent } = await searchParams
  return { title: draft !== undefined && unsent === undefined ? "Error: Messages" : "Messages" }
}

export default async function MessagesPage({ params, searchParams }: PageProps<"/admin/events/[id]/messages">) {
  const [{ id }, { draft, ...answers }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [mailer, fields, counts, messages] = await Promise.all([
    getMailerState(),
    getDraft(`/admin/events/${id}/messages`, typeof draft === "string" ? draft : undefined),
    countAudiences(organiser, id),
    listMessages(organiser, id),
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="messages" title="Messages" />
      <MessageNotice event={event} answers={Object.keys(answers)} isForgotten={draft !== undefined && fields === null} newest={messages[0]} />
      {event.status !== "draft" && <MessageForm eventId={id} counts={counts} fields={fields} problems={problemsOf(messageSchema, fields)} />}
      <h2 id="sent">Sent</h2>
      <MessageList messages={messages} zone={event.timeZone} />
    </DeskFrame>
  )
}
