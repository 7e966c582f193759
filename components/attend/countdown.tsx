"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { howLong } from "@/lib/time"

const tenMinutes = 600_000

/** "Starts in 4 days", and to the second in the last ten minutes. */
function words(ahead: number): string {
  if (ahead <= 0) return "It has started"
  if (ahead >= tenMinutes) return `Starts in ${howLong(ahead)}`
  const seconds = Math.ceil(ahead / 1000)
  return `Starts in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/**
 * How long until the start, by the server's clock: telephones are often wrong. When the doors open the page shows it at once. Without JavaScript it
 * says what was true when it was made.
 */
export function Countdown({ startsAt, doorsAt, now }: { startsAt: string; doorsAt: string; now: string }) {
  const router = useRouter()
  const made = Date.parse(now)
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    const began = performance.now()
    setPassed(0)
    const wait = Date.parse(doorsAt) - made
    const timer = setInterval(() => setPassed(performance.now() - began), 1000)
    // Longer than a day nobody leaves a page open, and the browser counts no further than 24 days.
    const flip = wait > 0 && wait < 86_400_000 ? setTimeout(() => router.refresh(), wait + 500) : undefined
    return () => {
      clearInterval(timer)
      clearTimeout(flip)
    }
  }, [made, doorsAt, router])
  return <span role="timer">{words(Date.parse(startsAt) - made - passed)}</span>
}
