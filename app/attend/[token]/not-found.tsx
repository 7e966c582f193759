import { PublicFrame } from "@/components/public-frame"

export default function UnknownLink() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">This link does not open a place</h1>
      <p className="mt-4">
        It may have been cut off on its way, or a newer mail holds a newer one. Open the newest mail about the session and press its button.
      </p>
      <p className="mt-4">If you cannot find a mail, register again with the same address on the page of the session: we then send you your link.</p>
      <p className="mt-6">
        <a className="button" href="/">
          See all sessions
        </a>
      </p>
    </PublicFrame>
  )
}
