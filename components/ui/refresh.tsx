"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

/** Renews the page's content every so many seconds. Without JavaScript the page does it by itself, unless there is something on it to read or fill in (`isQuiet`). */
export function Refresh({ seconds, isQuiet = false }: { seconds: number; isQuiet?: boolean }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), seconds * 1000)
    return () => clearInterval(timer)
  }, [router, seconds])
  if (isQuiet) return null
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(Math.max(seconds, 5))} />
    </noscript>
  )
}
