import type { Metadata } from "next"
import type { ReactNode } from "react"

export const dynamic = "force-dynamic"
export const metadata: Metadata = { title: "Desk", robots: { index: false } }

export default function DeskLayout({ children }: { children: ReactNode }) {
  return children
}
