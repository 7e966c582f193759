import type { ReactNode } from "react"

type Props = { children: ReactNode; narrow?: boolean; replyTo?: string | null }

/** A page in a frame of another site: nothing around it that leads away. */
export function EmbeddedFrame({ children, replyTo }: Props) {
  return (
    <div className="wrap narrow pb-6">
      <main id="content">{children}</main>
      {replyTo && (
        <footer className="note mt-6">
          Questions?{" "}
          <a href={`mailto:${replyTo}`} target="_blank" rel="noopener">
            Write to the organisers
          </a>
        </footer>
      )}
    </div>
  )
}

/** Head and foot of every page that visitors see. `replyTo` is who to ask. */
export function PublicFrame({ children, narrow = false, replyTo }: Props) {
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
