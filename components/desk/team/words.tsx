import type { Member } from "@/lib/team/queries"
import { eventRoleNames, isEventRole, roleNames } from "@/lib/team/rules"
import { stamp } from "@/lib/time"

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** What somebody may do with all events, and with single ones. */
export function MemberRoles({ member }: { member: Member }) {
  if (!member.role && member.eventRoles.length === 0) return <>Nothing: no event is left for which they had a role</>
  return (
    <>
      {member.role && capital(roleNames[member.role])}
      {member.eventRoles.map(({ event, role }) => (
        <small key={event.id}>
          {isEventRole(role) && capital(eventRoleNames[role])} of {event.title}
        </small>
      ))}
    </>
  )
}

/** Whether somebody has come in, and else where their invitation is. */
export function standingOf({ emailVerified, deliveries: [letter] }: Member): string {
  if (emailVerified) return "Has signed in"
  if (!letter) return "Has not signed in yet"
  if (letter.state === "sent") return `Invited on ${stamp(letter.createdAt, "UTC")} UTC`
  return letter.state === "failed" || letter.state === "withheld" ? "The invitation could not be delivered" : "The invitation is on its way"
}
