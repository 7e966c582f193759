import type { ReactNode } from "react"

/** A table that may be wider than the window: it scrolls by itself, and the keyboard reaches it. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse (WCAG 2.1.1)
    <section className="scroll mt-4" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
