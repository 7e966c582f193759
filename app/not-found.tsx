import { PublicFrame } from "@/components/public-frame"

export const metadata = { title: "Not found" }

export default function NotFound() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">This address does not lead anywhere</h1>
      <p className="mt-4">It may have been mistyped or cut off on its way, or what it named is gone.</p>
      <p className="mt-4">
        Was it your link to a session? Open the newest mail about it: a newer link may be there. If you cannot find one, open the page of the session and choose
        “Lost your link?”. We then send it to you.
      </p>
      <p className="mt-6">
        <a className="button" href="/">
          See all sessions
        </a>
      </p>
    </PublicFrame>
  )
}
