import { PublicFrame } from "@/components/public-frame"

export const metadata = { title: "Deleted", robots: { index: false } }

/** The same for everybody, and for every session: there is nothing left to say more from. */
export default function ErasedPage() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">Your data has been deleted</h1>
      <p className="mt-4">
        Your registration is gone, with everything that we held about you. A last mail says so, and the address that it goes to is deleted as soon as it has
        left.
      </p>
      <p className="mt-6">
        <a className="button quiet" href="/">
          All sessions
        </a>
      </p>
    </PublicFrame>
  )
}
