import type { Server } from "@/lib/deliveries/server"

type Props = {
  wrong: { id: string; title: string }[]
  /** null: nobody whom it concerns looks. */
  server: Server | null
}

/** What cannot wait until somebody opens an event. */
export function HomeAlarms({ wrong, server }: Props) {
  return (
    <>
      {wrong.map(({ id, title }) => (
        <p className="banner warn" role="alert" key={id}>
          The numbers of “{title}” do not add up: somebody registered has no letter with the joining details.{" "}
          <a href={`/admin/events/${id}/send`}>Look at it</a>
        </p>
      ))}
      {server?.trouble && (
        <p className="banner warn" role="alert">
          {server.trouble === "refused" ? "The mail server refuses mail from this site" : "The mail server does not let us in"}: “{server.words}”. All mail
          waits, and nothing is lost.
        </p>
      )}
    </>
  )
}
