import { Table } from "@/components/ui/table"
import type { Member } from "@/lib/team/queries"
import { MemberRoles, standingOf } from "./words"

type Props = { people: Member[]; isOwner: boolean; own: string }

/** Who is on the team, and what each may do. */
export function TeamTable({ people, isOwner, own }: Props) {
  return (
    <Table
      label="Team"
      columns={["Address", "May", "Standing"]}
      rows={people.map((member) => ({
        key: member.id,
        cells: {
          Address: (
            <>
              {isOwner ? <a href={`/admin/team/${member.id}`}>{member.email}</a> : member.email} {member.id === own && <span className="tag">you</span>}
            </>
          ),
          May: <MemberRoles member={member} />,
          Standing: standingOf(member),
        },
      }))}
    />
  )
}
