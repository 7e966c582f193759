import { z } from "zod"

// What a browser says when a page broke its policy: in the older form (application/csp-report) and the newer one (application/reports+json).
// Anybody can send anything here, so page and directive are words that this site knows itself, and of what was stopped only the origin is kept.

const older = z.object({
  "csp-report": z.object({
    "document-uri": z.string(),
    "effective-directive": z.string().optional(),
    "violated-directive": z.string().optional(),
    "blocked-uri": z.string().optional(),
  }),
})
const newer = z
  .array(z.object({ type: z.string(), body: z.object({ documentURL: z.string(), effectiveDirective: z.string(), blockedURL: z.string().nullish() }) }))
  .max(20)

/** One page of the site, what its policy forbids, and the origin of what was stopped. */
export type Report = { page: string; directive: string; blocked: string }

/** The reports in a body, redacted. null: it holds none. */
export function readReports(body: Buffer): Report[] | null {
  const json = parse(body.toString("utf8"))
  const one = older.safeParse(json)
  if (one.success) {
    const report = one.data["csp-report"]
    return [redact(report["document-uri"], report["effective-directive"] ?? report["violated-directive"] ?? "", report["blocked-uri"] ?? "")]
  }
  const many = newer.safeParse(json)
  if (!many.success) return null
  const violations = many.data.filter(({ type }) => type === "csp-violation")
  return violations.map(({ body: { documentURL, effectiveDirective, blockedURL } }) => redact(documentURL, effectiveDirective, blockedURL ?? ""))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const directives = new Set(
  "default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src font-src connect-src object-src frame-src base-uri form-action frame-ancestors".split(
    " ",
  ),
)

const redact = (page: string, directive: string, blocked: string): Report => ({
  page: shapeOf(page),
  directive: directives.has(directive) ? directive : "unknown",
  blocked: originOf(blocked),
})

const rooms = new Set(
  "events attend address admin register registered reading lost-link asked again calendar.ics change data mail erased sign-in sent link team audit you bounces new preview duplicate content speakers readings questions numbers changes registrants act print import join-details readiness send messages check privacy deletion devices".split(
    " ",
  ),
)

/** The path without what names anybody or anything, and without the question: "/attend/…/change". */
export function shapeOf(address: string): string {
  if (!URL.canParse(address)) return "unknown"
  const parts = new URL(address).pathname.split("/").slice(1, 9)
  return `/${parts.map((part) => (part === "" || rooms.has(part) ? part : "…")).join("/")}`
}

/** Where what was stopped came from. The browser says "inline", "eval" or "data" of what has no address. */
function originOf(blocked: string): string {
  if (/^(inline|eval|self|data|blob|wasm-eval)$/.test(blocked)) return blocked
  return URL.canParse(blocked) && /^https?:/.test(blocked) ? new URL(blocked).origin.slice(0, 100) : "unknown"
}
