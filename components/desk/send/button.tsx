import type { ReactNode } from "react"

/** A button that does what it says, as a form of its own. */
export function ActionButton({ action, children }: { action: string; children: ReactNode }) {
  return (
    <form method="post" action={action} className="inline">
      <button type="submit" className="button quiet">
        {children}
      </button>
    </form>
  )
}

/** The same for what cannot be taken back: it asks once, in words. */
export function AskingButton({ action, label, question }: { action: string; label: string; question: string }) {
  return (
    <details>
      <summary className="cursor-pointer text-[var(--warn)] underline underline-offset-3">{label}</summary>
      <form method="post" action={action} className="mt-3">
        <p>{question}</p>
        <button type="submit" className="button mt-3">
          Yes, {label.charAt(0).toLowerCase()}
          {label.slice(1)}
        </button>
      </form>
    </details>
  )
}
