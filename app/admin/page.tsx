import { DeskEvents } from "@/components/desk/events"
import { DeskFrame } from "@/components/desk/frame"
import { HomeAlarms } from "@/components/desk/home-alarms"
import { requireViewer } from "@/lib/auth/organiser"
import { getMailerState, listWhatDoesNotAddUp } from "@/lib/deliveries/progress"
import { getServer } from "@/lib/deliveries/server"
import { listDeskEvents } from "@/lib/events/desk"

export const metadata = { title: "Events" }

export default async function DeskHome() {
  const viewer = await requireViewer()
  const [{ upcoming, past, archived, now }, mailer, wrong, server] = await Promise.all([
    listDeskEvents(viewer),
    getMailerState(),
    listWhatDoesNotAddUp(viewer),
    getServer(),
  ])
  return (
    <DeskFrame mailer={mailer} who={viewer}>
      <h1 className="mt-8">Events</h1>
      {viewer.could("organiser") && (
        <p className="mt-4">
          <a className="button" href="/admin/events/new">
            New event
          </a>
        </p>
      )}
      <HomeAlarms wrong={wrong} server={viewer.runs?.length === 0 ? null : server} />
      <DeskEvents title="Coming up" events={upcoming} now={now} who={viewer} />
      <DeskEvents title="Past" events={past} now={now} who={viewer} />
      <DeskEvents title="Archive" events={archived} now={now} who={viewer} />
    </DeskFrame>
  )
}
