import { DeskFrame } from "@/components/desk/frame"
import { ProcessedEvents, WhatIsKept } from "@/components/desk/processing"
import { requireOwner } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { settings } from "@/lib/env"
import { listProcessing } from "@/lib/retention/processing"

export const metadata = { title: "Records of processing" }

export default async function PrivacyPage() {
  const owner = await requireOwner()
  const [mailer, events] = await Promise.all([getMailerState(), listProcessing(owner)])
  const { SITE_URL, OWNER_EMAIL } = settings()
  return (
    <DeskFrame mailer={mailer} who={owner}>
      <h1 className="mt-8">Records of processing</h1>
      <p className="mt-4 max-w-2xl">
        What this site keeps of people, why, and for how long (GDPR, article 30), from the tables as they are now. Site: {SITE_URL}. Contact: {OWNER_EMAIL}.{" "}
        <a href="/admin/privacy/address">Somebody asks what you hold about them</a>
      </p>
      <WhatIsKept />
      <ProcessedEvents events={events} />
    </DeskFrame>
  )
}
