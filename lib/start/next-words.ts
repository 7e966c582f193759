import { format } from "node:util"
import { factsOf, log } from "@/lib/log"

const levels = ["log", "info", "warn", "error"] as const

/**
 * Takes down what Next.js says on the console while it serves: errors of pages without what they say, since a database's message can quote a person's row,
 * and other words scrubbed. Returns how to give the console back.
 */
export function takeDownNextWords(): () => void {
  const kept = levels.map((level) => console[level])
  for (const level of levels)
    console[level] = (...words: unknown[]) => {
      const error = words.find((word) => word instanceof Error)
      if (error) log.error(factsOf(error), "a page could not be shown")
      else log[level === "log" ? "info" : level]({ error: format(...words) }, "Next.js or a library says")
    }
  return () => {
    for (const [index, level] of levels.entries()) console[level] = kept[index] ?? console[level]
  }
}
