import type { Problems } from "@/lib/problems"

/** The summary above a refused form: focused when the page opens, each line leading to its field. */
export function ErrorSummary({ problems, heading = "There is a problem" }: { problems: Problems; heading?: string }) {
  const entries = Object.entries(problems)
  if (entries.length === 0) return null
  return (
    // biome-ignore lint/a11y/noAutofocus: a screen reader must hear the problem first, and without JavaScript only the attribute can do that
    <div className="summary" role="alert" tabIndex={-1} autoFocus>
      <h2>{heading}</h2>
      <ul>
        {entries.map(([field, message]) => (
          <li key={field}>
            <a href={`#${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
