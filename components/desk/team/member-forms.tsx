import { ActionButton, AskingButton } from "@/components/desk/send/button"
import { Choice } from "@/components/ui/choice"
import type { EventChoice, Member } from "@/lib/team/queries"
import { eventOptions, eventRoleOptions, everywhereOptions } from "./options"
import { standingOf } from "./words"

type Props = { member: Member; events: EventChoice[]; isOneself: boolean }

/** What one person may do, and how they leave. */
export function MemberForms({ member, events, isOneself }: Props) {
  const page = `/admin/team/${member.id}`
  return (
    <>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <p>{standingOf(member)}.</p>
        {!member.emailVerified && <ActionButton action={`${page}/invite-again`}>Send the invitation again</ActionButton>}
      </div>
      <form className="sheet mt-6 max-w-xl" method="post" action={`${page}/role`}>
        <h2>All events</h2>
        <Choice name="everywhere" label="May do" options={everywhereOptions} defaultValue={member.role ?? "none"} />
        <button type="submit" className="button mt-4">
          Save
        </button>
      </form>
      <SingleEvents member={member} events={events} page={page} />
      <section className="mt-10">
        <h2>Sessions</h2>
        <p className="mt-2">For a lost device: every session of {isOneself ? "yours" : "theirs"} ends, and mailed links that were not used open nothing.</p>
        <div className="mt-3">
          <ActionButton action={`${page}/sign-out`}>Sign out everywhere</ActionButton>
        </div>
      </section>
      <section className="mt-10">
        <h2>Leave the team</h2>
        <div className="mt-3">
          <AskingButton
            action={`${page}/remove`}
            label={isOneself ? "Remove yourself from the team" : "Remove them from the team"}
            question="Their sessions end at once. What they did stays in the record, with their address."
          />
        </div>
      </section>
    </>
  )
}

/** Roles for single events: one that is held already is changed by choosing it again. */
function SingleEvents({ member, events, page }: Omit<Props, "isOneself"> & { page: string }) {
  return (
    <section className="mt-10 max-w-xl">
      <h2>Single events</h2>
      {member.eventRoles.map(({ event, role }) => (
        <form key={event.id} className="mt-4" method="post" action={`${page}/event`}>
          <input type="hidden" name="event" value={event.id} />
          <input type="hidden" name="eventRole" value="none" />
          {role === "organiser" ? "Organiser" : "Viewer"} of {event.title}{" "}
          <button type="submit" className="underline">
            Take this role away
          </button>
        </form>
      ))}
      {events.length > 0 && (
        <form className="mt-4" method="post" action={`${page}/event`}>
          <Choice name="event" label="Event" options={eventOptions(events)} />
          <Choice name="eventRole" label="May do with it" options={eventRoleOptions} />
          <button type="submit" className="button quiet mt-4">
            Give this role
          </button>
        </form>
      )}
    </section>
  )
}
