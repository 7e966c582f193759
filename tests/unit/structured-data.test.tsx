import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { StructuredData } from "@/components/event/structured-data"

test("CVE-2026-60119: facts for programs come back as they were, and no </script> that was typed can end their element", () => {
  const name = `</script><script>alert(1)</script> <!-- "quoted" & 'more' \u2028 \u2029 ]]>`
  const markup = renderToStaticMarkup(<StructuredData facts={{ name }} />)
  const [, json = ""] = /^<script type="application\/ld\+json">([^<]*)<\/script>$/.exec(markup) ?? []
  expect(JSON.parse(json)).toEqual({ name })
})
