import { PublicFrame } from "@/components/public-frame"

export const metadata = { title: "Not found" }

export default function NotFound() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">This address does not lead anywhere</h1>
      <p className="mt-4">It may have been mistyped, or what it named is gone.</p>
      <p className="mt-6">
        <a className="button" href="/">
          See all sessions
        </a>
      </p>
    </PublicFrame>
  )
}
