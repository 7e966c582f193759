"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

/** Renews the page's content every so many seconds. Without JavaScript the page does it by itself. */
export function Refresh({ seconds }: { seconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), seconds * 1000)
    return () => clearInterval(timer)
  }, [router, seconds])
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(Math.max(seconds, 5))} />
    </noscript>
  )
}
