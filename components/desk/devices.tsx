import { Table } from "@/components/ui/table"
import type { Device } from "@/lib/auth/sessions"
import { stamp } from "@/lib/time"
import { ActionButton } from "./send/button"

const moment = (at: Date) => `${stamp(at, "UTC")} UTC`

/** Where somebody is signed in, with a button to end each. The browser that shows this has "Sign out" for itself. */
export function Devices({ devices }: { devices: Device[] }) {
  return (
    <Table
      label="Where you are signed in"
      columns={["Device", "Signed in", "Last used", "End it"]}
      rows={devices.map(({ id, name, createdAt, seenAt, isHere }) => ({
        key: id,
        cells: {
          Device: name,
          "Signed in": moment(createdAt),
          "Last used": isHere ? "now" : moment(seenAt),
          "End it": isHere ? "this browser" : <ActionButton action={`/admin/you/devices/${id}/end`}>Sign out {name}</ActionButton>,
        },
      }))}
    />
  )
}
