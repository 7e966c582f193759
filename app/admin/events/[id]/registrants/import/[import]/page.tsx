import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { ImportCheck, ImportLines } from "@/components/desk/import-check"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { getImport, listLines } from "@/lib/imports/queries"
import { readLineFilter } from "@/lib/imports/schema"

export const metadata = { title: "Import a list" }

const linesShown = 500

export default async function ImportCheckPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/import/[import]">) {
  const [{ id, import: importId }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const [event, list] = await Promise.all([getDeskEvent(organiser, id), getImport(organiser, id, importId)])
  if (!event || !list) notFound()
  const filter = readLineFilter(parameters, list.fates.bad > 0 ? "bad" : null)
  const [lines, mailer] = await Promise.all([listLines(organiser, list.id, { ...filter, most: linesShown + 1 }), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Import a list" />
      <ImportCheck event={event} list={list} answer={typeof parameters.answer === "string" ? parameters.answer : undefined} />
      {!list.doneAt && <ImportLines list={list} fate={filter.fate} lines={lines.slice(0, linesShown)} hasMore={lines.length > linesShown} />}
    </DeskFrame>
  )
}
