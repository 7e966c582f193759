import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { MailChoice } from "@/components/attend/mail-choice"
import { PublicFrame } from "@/components/public-frame"
import { getAttendance } from "@/lib/registrations/queries"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Your mail", robots: { index: false } }

export default async function MailPage({ params }: PageProps<"/attend/[token]/mail">) {
  const { token } = await params
  const attendance = await getAttendance(token)
  if (!attendance) notFound()
  return (
    <PublicFrame narrow replyTo={attendance.event.replyTo}>
      <p className="kicker">Your mail</p>
      <h1 className="text-[length:var(--s3)]">{attendance.event.title}</h1>
      <MailChoice attendance={attendance} token={token} />
      <p className="mt-8">
        <a href={`/attend/${token}`}>Your place</a>
      </p>
    </PublicFrame>
  )
}
