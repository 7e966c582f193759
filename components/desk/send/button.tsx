import type { ReactNode } from "react"

/** A button that does what it says, as a form of its own. */
export function ActionButton({ action, children, plain = false }: { action: string; children: ReactNode; plain?: boolean }) {
  return (
    <form method="post" action={action} className="inline">
      <button type="submit" className={plain ? "cursor-pointer text-[var(--warn)] underline underline-offset-3" : "button quiet"}>
        {children}
      </button>
    </form>
  )
}

/** The same for what cannot be taken back: it asks once, in words. */
export function AskingButton({ action, label, question, children }: { action: string; label: string; question: string; children?: ReactNode }) {
  return (
    <details>
      <summary className="cursor-pointer text-[var(--warn)] underline underline-offset-3">{label}</summary>
      <form method="post" action={action} className="mt-3">
        <p>{question}</p>
        {children}
        <button type="submit" className="button mt-3">
          Yes, {label.charAt(0).toLowerCase()}
          {label.slice(1)}
        </button>
      </form>
    </details>
  )
}

export const people = (count: number) => `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`
