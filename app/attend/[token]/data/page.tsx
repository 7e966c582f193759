import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { EraseForm } from "@/components/attend/erase-form"
import { HeldPage } from "@/components/attend/held"
import { PublicFrame } from "@/components/public-frame"
import { getDraft } from "@/lib/drafts"
import { eraseSchema } from "@/lib/own-details/schema"
import { problemsOf } from "@/lib/problems"
import { readHeld } from "@/lib/registrations/held"
import { getAttendance } from "@/lib/registrations/queries"

type Props = PageProps<"/attend/[token]/data">

/** What is wrong with the form at the foot of the page, when it came back. */
async function readProblems({ params, searchParams }: Props) {
  const [{ token }, { draft }] = await Promise.all([params, searchParams])
  return problemsOf(eraseSchema, await getDraft(`/attend/${token}/data`, typeof draft === "string" ? draft : undefined))
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const prefix = Object.keys(await readProblems(props)).length > 0 ? "Error: " : ""
  return { title: `${prefix}What we hold about you`, robots: { index: false } }
}

export default async function DataPage(props: Props) {
  const { token } = await props.params
  const attendance = await getAttendance(token)
  if (!attendance) notFound()
  const [held, problems] = await Promise.all([readHeld(attendance), readProblems(props)])
  return (
    <PublicFrame narrow replyTo={attendance.event.replyTo}>
      <p className="kicker">{attendance.event.title}</p>
      <h1 className="text-[length:var(--s3)]">What we hold about you</h1>
      <HeldPage held={held} zone={attendance.event.timeZone} token={token} />
      <EraseForm token={token} problems={problems} />
      <p className="mt-8">
        <a href={`/attend/${token}`}>Your place</a>
      </p>
    </PublicFrame>
  )
}
