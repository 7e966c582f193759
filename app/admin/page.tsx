import { DeskEvents } from "@/components/desk/events"
import { DeskFrame } from "@/components/desk/frame"
import { HomeAlarms } from "@/components/desk/home-alarms"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState, listWhatDoesNotAddUp } from "@/lib/deliveries/progress"
import { getServer } from "@/lib/deliveries/server"
import { listDeskEvents } from "@/lib/events/desk"

export const metadata = { title: "Events" }

export default async function DeskHome() {
  const organiser = await requireOrganiser()
  const [{ upcoming, past, archived, now }, mailer, wrong, server] = await Promise.all([
    listDeskEvents(organiser),
    getMailerState(),
    listWhatDoesNotAddUp(organiser),
    getServer(),
  ])
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <h1 className="mt-8">Events</h1>
      <p className="mt-4">
        <a className="button" href="/admin/events/new">
          New event
        </a>
      </p>
      <HomeAlarms wrong={wrong} server={server} />
      <DeskEvents title="Coming up" events={upcoming} now={now} />
      <DeskEvents title="Past" events={past} now={now} />
      <DeskEvents title="Archive" events={archived} now={now} />
    </DeskFrame>
  )
}
