import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { ChangeForm, NothingToChange, PendingAddress, Saved } from "@/components/attend/change-form"
import { PublicFrame } from "@/components/public-frame"
import { answerFields } from "@/lib/answers/rules"
import { getDraft } from "@/lib/drafts"
import { detailFields, mayChangeDetails, mostProofs } from "@/lib/own-details/rules"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { getPendingAddress } from "@/lib/registrations/address-changes"
import { getAttendance } from "@/lib/registrations/queries"

type Props = PageProps<"/attend/[token]/change">
const tooMany = { email: `We have sent ${mostProofs} mails to new addresses within the hour. Look in those mailboxes, or try again later` }

/** What the form shows: what was typed and refused, or else what we have. */
async function read({ params, searchParams }: Props) {
  const [{ token }, { draft, refused, saved }] = await Promise.all([params, searchParams])
  const attendance = await getAttendance(token)
  if (!attendance) return null
  const questions = questionsOf(attendance.event)
  const [typed, pending] = await Promise.all([
    getDraft(`/attend/${token}/change`, typeof draft === "string" ? draft : undefined),
    getPendingAddress(attendance.id),
  ])
  const problems = { ...problemsOf(ownDetailsSchemaOf(questions), typed), ...(typed && refused === "tooMany" && tooMany) }
  const fields = typed ?? { ...detailFields(attendance), ...answerFields(questions, attendance.answers) }
  return { token, attendance, questions, pending, problems, fields, isSaved: saved !== undefined }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const found = await read(props)
  return { title: `${Object.keys(found?.problems ?? {}).length > 0 ? "Error: " : ""}Change your details`, robots: { index: false } }
}

export default async function ChangePage(props: Props) {
  const found = await read(props)
  if (!found) notFound()
  const { token, attendance, pending, isSaved, ...form } = found
  return (
    <PublicFrame narrow replyTo={attendance.event.replyTo}>
      <p className="kicker">{attendance.event.title}</p>
      <h1 className="text-[length:var(--s3)]">Change your details</h1>
      {isSaved && <Saved />}
      {pending && <PendingAddress pending={pending} current={attendance.email} token={token} />}
      {mayChangeDetails(attendance, attendance.now) ? <ChangeForm token={token} host={attendance.event.host} {...form} /> : <NothingToChange />}
      <p className="mt-8">
        <a href={`/attend/${token}`}>Your place</a>
      </p>
    </PublicFrame>
  )
}
