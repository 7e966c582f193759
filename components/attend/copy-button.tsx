"use client"

import { useState, useSyncExternalStore } from "react"

const never = () => () => undefined

/** Shown only where the browser can copy. */
export function CopyButton({ label, value, words = "Copy" }: { label: string; value: string; words?: string }) {
  const canCopy = useSyncExternalStore(
    never,
    () => Boolean(navigator.clipboard),
    () => false,
  )
  const [copied, setCopied] = useState(false)
  if (!canCopy) return null
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <button type="button" className="button quiet min-h-0 whitespace-nowrap px-3 py-2 text-[length:var(--s-1)]" onClick={copy}>
      {copied ? "Copied" : words}
      <span className="sr-only" role="status">
        {copied ? `${label}: copied` : ""}
      </span>
    </button>
  )
}
