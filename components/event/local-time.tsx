"use client"

import { useSyncExternalStore } from "react"
import { clockTime, dayAndMonth, plainDate } from "@/lib/time"

const never = () => () => undefined

/** The visitor's own time, where the browser tells it and it differs from the event's. The server says nothing. */
export function LocalTime({ startsAt, endsAt, zone }: { startsAt: string; endsAt: string; zone: string }) {
  const own = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  )
  const [start, end] = [new Date(startsAt), new Date(endsAt)]
  if (!own || (clockTime(start, own) === clockTime(start, zone) && plainDate(start, own) === plainDate(start, zone))) return null
  const day = plainDate(start, own) === plainDate(start, zone) ? "" : `${dayAndMonth(start, own)}, `
  return (
    <>
      That is {day}
      {clockTime(start, own)} to {clockTime(end, own)} where you are.
    </>
  )
}
