import { DeskEvents } from "@/components/desk/events"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { listDeskEvents } from "@/lib/events/desk"

export const metadata = { title: "Events" }

export default async function DeskHome() {
  const organiser = await requireOrganiser()
  const [{ upcoming, past, now }, mailer] = await Promise.all([listDeskEvents(organiser), getMailerState()])
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <h1 className="mt-8">Events</h1>
      <DeskEvents title="Coming up" events={upcoming} now={now} />
      <DeskEvents title="Past" events={past} now={now} />
    </DeskFrame>
  )
}
