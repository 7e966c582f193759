import { Table } from "@/components/ui/table"

type Props = { people: { id: string; name: string; organisation: string; email: string; status: string }[] }

/** A list for paper: by name, with a box to tick. */
export function PrintList({ people }: Props) {
  return (
    <Table
      label="Registrants"
      columns={["Name", "Organisation", "Email", "Status", "Here"]}
      rows={people.map(({ id, name, organisation, email, status }) => ({
        key: id,
        cells: { Name: name, Organisation: organisation, Email: email, Status: status, Here: <span aria-hidden="true">☐</span> },
      }))}
    />
  )
}
