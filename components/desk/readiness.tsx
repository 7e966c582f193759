import type { Check } from "@/lib/readiness/checks"
import { verdictOf } from "@/lib/readiness/rules"

const stateWords: Record<Check["state"], string> = { ok: "In order", look: "Look", no: "Mend" }

/** Go or no go in one line, and then each check with its state in words. */
export function Readiness({ eventId, checks }: { eventId: string; checks: Check[] }) {
  const { isReady, words } = verdictOf(checks)
  const page = `/admin/events/${eventId}`
  return (
    <>
      <p className={isReady ? "banner" : "banner warn"} role="status">
        <strong>{words}.</strong> <a href={`${page}/readiness`}>Check again</a>
      </p>
      <ul className="checks">
        {checks.map((check) => (
          <li key={check.title} className={check.state}>
            <span className={check.state === "no" ? "tag warn" : "tag"}>{stateWords[check.state]}</span>
            <div>
              <h2>{check.title}</h2>
              <CheckWords check={check} page={page} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function CheckWords({ check: { words, list, action, opens }, page }: { check: Check; page: string }) {
  return (
    <>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {list && (
        <ul>
          {list.map(({ words, small, room }) => (
            <li key={words}>
              <a href={`${page}${room}`}>{words}</a>
              <small>{small}</small>
            </li>
          ))}
        </ul>
      )}
      {action && (
        <p>
          <a href={`${page}${action.room}`}>{action.words}</a>
        </p>
      )}
      {opens && (
        <form className="mt-3" method="post" action={`${page}/readiness/open-link`} target="_blank" rel="noopener">
          <button type="submit" className="button quiet">
            Open the link
          </button>
          <p className="hint mt-2">It opens in a new tab. Then come back and check again.</p>
        </form>
      )}
    </>
  )
}
