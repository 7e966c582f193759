import { waitFor } from "@/lib/forms"
import { guardBody, type RefusedBody } from "@/lib/guard"
import { factsOf, log } from "@/lib/log"
import { readReports } from "@/lib/reports/read"

// The door for browsers: what the policy of a page stopped. The log keeps the kind of page, the directive and the origin, nothing else.

const law = { kinds: ["application/csp-report", "application/reports+json"], mostBytes: 16 * 1024 }
const statuses: Record<RefusedBody, number> = { foreign: 403, kind: 415, large: 413 }
const empty = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers: { "cache-control": "no-store", ...headers } })

export async function POST(request: Request): Promise<Response> {
  try {
    const body = await guardBody(request, law)
    if (typeof body === "string") return empty(statuses[body])
    const wait = await waitFor("reports", request)
    if (wait !== null) return empty(429, { "retry-after": String(wait) })
    const reports = readReports(body)
    for (const report of reports ?? []) log.warn(report, "a page broke its policy")
    return empty(reports ? 204 : 400)
  } catch (error) {
    log.error(factsOf(error), "a report of a browser could not be taken")
    return empty(503, { "retry-after": "5" })
  }
}
