import type { ReactNode } from "react"
import type { Viewer } from "@/lib/auth/organiser"
import { howLong } from "@/lib/time"

type Mailer = { running: boolean; oldestWaiting: number | null }

function mailerWords({ running, oldestWaiting }: Mailer): string {
  const waiting =
    oldestWaiting === null || oldestWaiting < 2
      ? "no mail is late"
      : `the oldest waiting mail is ${oldestWaiting < 90 ? `${oldestWaiting} s` : howLong(oldestWaiting * 1000)} old`
  return `${running ? "Mailer running" : "The mailer is not running"} · ${waiting}`
}

/** Head of every page of the desk. */
export function DeskFrame({ children, mailer, who }: { children: ReactNode; mailer: Mailer; who: Viewer }) {
  return (
    <div className="wrap desk pb-16">
      <header className="top">
        <nav aria-label="Desk" className="flex flex-wrap items-baseline gap-x-5">
          <a className="mark" href="/admin">
            Foyer
          </a>
          <a href="/admin">Events</a>
          {who.could("organiser") && (
            <>
              <a href="/admin/bounces">Bounces</a>
              <a href="/admin/team">Team</a>
              <a href="/admin/audit">Record</a>
            </>
          )}
          {who.could("owner") && <a href="/admin/privacy">Privacy</a>}
        </nav>
        <span className={mailer.running ? "text-[var(--soft)]" : "tag warn"}>{mailerWords(mailer)}</span>
        <form method="post" action="/admin/sign-out" className="flex items-baseline gap-3 text-[var(--soft)]">
          <a href="/admin/you">{who.email}</a>
          <button type="submit" className="underline">
            Sign out
          </button>
        </form>
      </header>
      <main id="content">{children}</main>
    </div>
  )
}
