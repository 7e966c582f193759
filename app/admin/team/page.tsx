import { DeskFrame } from "@/components/desk/frame"
import { InviteForm } from "@/components/desk/team/invite-form"
import { TeamTable } from "@/components/desk/team/table"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { problemsOf } from "@/lib/problems"
import { listChoices, listTeam } from "@/lib/team/queries"
import { isTeamWord, teamSentences } from "@/lib/team/rules"
import { inviteSchema } from "@/lib/team/schema"

export const metadata = { title: "Team" }

export default async function TeamPage({ searchParams }: PageProps<"/admin/team">) {
  const organiser = await requireOrganiser()
  const { draft, known, done } = await searchParams
  const isOwner = organiser.could("owner")
  const [mailer, people, events, fields] = await Promise.all([
    getMailerState(),
    listTeam(organiser),
    isOwner ? listChoices(organiser) : [],
    getDraft("/admin/team", typeof draft === "string" ? draft : undefined),
  ])
  const problems = problemsOf(inviteSchema, fields)
  if (known !== undefined && fields) problems.email = "This address is on the team already: choose it in the list"
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <h1 className="mt-8">Team</h1>
      {isTeamWord(done) && (
        <p className="banner" role="status">
          {teamSentences[done]}
        </p>
      )}
      <TeamTable people={people} isOwner={isOwner} own={organiser.id} />
      {isOwner ? (
        <InviteForm events={events} fields={fields} problems={problems} />
      ) : (
        <p className="note mt-6">Owners invite people, and say what each may do.</p>
      )}
    </DeskFrame>
  )
}
