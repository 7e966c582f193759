import { Choice } from "@/components/ui/choice"
import { ErrorSummary } from "@/components/ui/error-summary"
import type { Problems } from "@/lib/problems"
import type { EventChoice } from "@/lib/team/queries"
import { OthersEmail } from "../email-field"
import { eventOptions, eventRoleOptions, everywhereOptions } from "./options"

type Props = { events: EventChoice[]; fields: Record<string, string> | null; problems: Problems }

/** Who is to be invited, and what they may do. */
export function InviteForm({ events, fields, problems }: Props) {
  return (
    <form className="sheet mt-8 max-w-xl" method="post" action="/admin/team/invite">
      <ErrorSummary problems={problems} />
      <h2>Invite somebody</h2>
      <OthersEmail hint="They get a letter with a link that is good for seven days, once." value={fields?.email} error={problems.email} />
      <Choice name="everywhere" label="For all events" options={everywhereOptions} defaultValue={fields?.everywhere ?? "none"} error={problems.everywhere} />
      <Choice name="event" label="Or for one event" options={[["", "None"], ...eventOptions(events)]} defaultValue={fields?.event} error={problems.event} />
      <Choice name="eventRole" label="May do with it" options={eventRoleOptions} defaultValue={fields?.eventRole ?? "organiser"} error={problems.eventRole} />
      <button type="submit" className="button mt-6">
        Send the invitation
      </button>
    </form>
  )
}
