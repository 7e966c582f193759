import type { Difference } from "@/lib/differences"

/** Somebody else has saved meanwhile: what stands there now, beside what was typed. */
export function EditConflict({ differences }: { differences: Difference[] }) {
  return (
    <div className="banner warn" role="alert">
      <p>
        Somebody has saved this since you opened it, so nothing of yours was saved yet. The form below holds what you typed.
        {differences.length > 0 ? " It differs here:" : " It is the same as what is saved now."}
      </p>
      {differences.map(({ label, saved, typed }) => (
        <dl className="facts" key={label}>
          <dt>{label}, saved</dt>
          <dd className="whitespace-pre-line wrap-anywhere">{saved || "nothing"}</dd>
          <dt>{label}, yours</dt>
          <dd className="whitespace-pre-line wrap-anywhere">{typed || "nothing"}</dd>
        </dl>
      ))}
      {differences.length > 0 && <p className="mt-4">Take over what you want to keep. Saving now puts yours in place of theirs.</p>}
    </div>
  )
}
