import type { Finding } from "@/lib/events/join-lint"

/** What is likely to be wrong with link and passcode, or that nothing is. */
export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <ul className="findings">
      {findings.map(({ level, words }) => (
        <li key={words}>
          <span className={level === "no" ? "tag warn" : "tag"}>{level === "no" ? "Mend" : "Look"}</span> {words}
        </li>
      ))}
      {findings.length === 0 && (
        <li>
          <span className="tag">Good</span> Nothing looks wrong with link and passcode.
        </li>
      )}
    </ul>
  )
}
