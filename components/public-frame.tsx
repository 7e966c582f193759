import type { ReactNode } from "react"

/** Head and foot of every page that visitors see. `replyTo` is who to ask. */
export function PublicFrame({ children, narrow = false, replyTo }: { children: ReactNode; narrow?: boolean; replyTo?: string | null }) {
  return (
    <div className={narrow ? "wrap narrow" : "wrap"}>
      <header className="top">
        <a className="mark" href="/">
          Foyer
        </a>
        <a href="/">All sessions</a>
      </header>
      <main id="content">{children}</main>
      <footer className="foot">
        {replyTo && (
          <span>
            Questions? <a href={`mailto:${replyTo}`}>Write to the organisers</a>
          </span>
        )}
        <span>Visitors get no cookies and no trackers. What you enter is deleted after the session.</span>
      </footer>
    </div>
  )
}
