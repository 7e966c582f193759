import { PublicFrame } from "@/components/public-frame"

/** A personal link that opens nothing. Which event it was for, nobody can say. */
export default function UnknownLink() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">This link does not open anything</h1>
      <p className="mt-4">
        It may have been cut off on its way, or a newer one has taken its place. Open the newest mail about your session: the link in it works.
      </p>
      <p>Cannot find it? Open the page of your session and choose “Lost your link?”. We send the link to the address that you registered with.</p>
      <p className="mt-6">
        <a className="button" href="/">
          Find your session
        </a>
      </p>
    </PublicFrame>
  )
}
