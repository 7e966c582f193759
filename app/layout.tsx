import type { Metadata } from "next"
import localFont from "next/font/local"
import type { ReactNode } from "react"
import "./globals.css"

const newsreader = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2",
  variable: "--newsreader",
  weight: "200 800",
  display: "swap",
})

export const metadata: Metadata = { title: { default: "Foyer", template: "%s" } }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en-GB" className={newsreader.variable}>
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  )
}
