import { notFound } from "next/navigation"
import { DeskFrame } from "@/components/desk/frame"
import { MemberForms } from "@/components/desk/team/member-forms"
import { requireOwner } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getMember, listChoices } from "@/lib/team/queries"
import { isTeamWord, teamSentences } from "@/lib/team/rules"

export const metadata = { title: "One person of the team" }

export default async function MemberPage({ params, searchParams }: PageProps<"/admin/team/[person]">) {
  const owner = await requireOwner()
  const [{ person }, { done }] = await Promise.all([params, searchParams])
  const [member, events, mailer] = await Promise.all([getMember(owner, person), listChoices(owner), getMailerState()])
  if (!member) notFound()
  return (
    <DeskFrame mailer={mailer} who={owner}>
      <p className="kicker">
        <a href="/admin/team">Team</a>
      </p>
      <h1>{member.email}</h1>
      {isTeamWord(done) && (
        <p className={done === "last" ? "banner warn" : "banner"} role={done === "last" ? "alert" : "status"}>
          {teamSentences[done]}
        </p>
      )}
      <MemberForms member={member} events={events} isOneself={member.id === owner.id} />
    </DeskFrame>
  )
}
