import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { AddressFace } from "@/components/attend/address-face"
import { PublicFrame } from "@/components/public-frame"
import { getAddressChange } from "@/lib/registrations/address-changes"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Your new address", robots: { index: false } }

export default async function AddressPage({ params }: PageProps<"/address/[token]">) {
  const { token } = await params
  const change = await getAddressChange(token)
  if (!change) notFound()
  return (
    <PublicFrame narrow replyTo={change.replyTo}>
      <p className="kicker">{change.title}</p>
      <h1 className="text-[length:var(--s3)]">Your new address</h1>
      <AddressFace face={change.face} email={change.email} token={token} />
    </PublicFrame>
  )
}
