"use client"

import ErrorPage from "./error"
import "./globals.css"

/** The same, when the frame of all pages breaks: it brings its own. */
export default function GlobalError(props: Parameters<typeof ErrorPage>[0]) {
  return (
    <html lang="en-GB">
      <body>
        <title>This page could not be shown</title>
        <ErrorPage {...props} />
      </body>
    </html>
  )
}
