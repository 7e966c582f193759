"use client"

type Problem = Error & { digest?: string }

/** What a visitor sees when a page breaks: no details, a number that is in the log too, and a way on. */
export default function ErrorPage({ error, reset }: { error: Problem; reset: () => void }) {
  return (
    <main id="content" className="wrap narrow">
      <h1 className="mt-16 text-[length:var(--s3)]">This page could not be shown</h1>
      <p className="mt-4">Please try again in a moment.</p>
      {error.digest && (
        <p className="mt-4">
          If it happens again, tell us this reference: <code>{error.digest}</code>
        </p>
      )}
      <p className="mt-6">
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </p>
      <p className="mt-4">
        <a href="/">See all sessions</a>
      </p>
    </main>
  )
}
