import { randomBytes } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { settings } from "@/lib/env"
import { listEmbedOrigins } from "@/lib/events/embed"
import { isEmbed } from "@/lib/events/embed-rules"
import { getJoinOrigin } from "@/lib/registrations/queries"

// Headers that depend on a setting, a token or a moment are set here, at run time: what next.config.ts says is frozen into the build.

const closed = "default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; object-src 'none'"

/** Where browsers tell of what the policy stopped: the older word for it and the newer one, since some know only one. */
const reportDoor = "/api/csp-reports"
const reports = `report-uri ${reportDoor}; report-to csp`

/** Pages that are rendered for one reader: the desk, personal pages, and forms that come back with what was typed. */
const forOneReader = /^\/(admin|attend(?!\/erased$)|address)(\/|$)|^\/events\/[^/]+\/(register|lost-link\/again)$/

type Asked = { path: string; isDoor: boolean; frames: string[]; development: boolean }

/** The Content Security Policy of an answer. */
async function policy({ path, isDoor, frames, development }: Asked): Promise<{ csp: string; nonce: string | null }> {
  const nonce = forOneReader.test(path) ? randomBytes(16).toString("base64") : null
  // A page that is kept for everybody cannot carry a nonce, so there the scripts that Next.js writes into the page are allowed, and no foreign origin at all.
  // What a door itself answers is a small page without any, and may hold what was typed.
  const written = nonce ? ` 'nonce-${nonce}'` : isDoor ? "" : " 'unsafe-inline'"
  const scripts = development ? "'self' 'unsafe-inline' 'unsafe-eval'" : `'self'${written}`
  const token = /^\/attend\/([^/]+)$/.exec(path)?.[1]
  // The browser checks every hop that a form's answer leads to. Join goes to the webinar's origin, and webinar services lead on to servers of their own.
  const joinOrigin = token ? await getJoinOrigin(token).catch(() => null) : null
  // Organisers try the link from this page. Its origin is not named there, since whoever is sent to sign in reads this header too.
  const leadsOut = /^\/admin\/events\/[^/]+\/readiness$/.test(path)
  // Its button leads to the house's sign-in service, which may itself lead on to others before anybody sees a page.
  const issuer = path === "/admin/sign-in" ? settings().oidc?.issuer : undefined
  const origins = [joinOrigin, issuer && new URL(issuer).origin].filter(Boolean).map((origin) => ` ${origin}`)
  const formAction = `form-action 'self'${origins.join("")}${joinOrigin || leadsOut || issuer ? " https:" : ""}`
  const csp = `${closed}; frame-ancestors ${frames.join(" ") || "'none'"}; script-src ${scripts}; connect-src 'self'; ${formAction}; ${reports}`
  return { csp, nonce: development ? null : nonce }
}

/** The sites that may show this address in a frame: for the registration form as it is in a frame, those that the organiser lists. For all else, none. */
async function framesOf(path: string, { url = "", headers }: IncomingMessage): Promise<string[]> {
  const [, slug, room] = /^\/events\/([^/]+)\/(register|registrations)$/.exec(path) ?? []
  const asked = new URLSearchParams(url.split("?")[1]).getAll("embed")
  // What the door of the form says itself, "in a moment" for example, stands where the form stood. A browser that says that this is no frame need
  // not wait for the list; an old one says nothing.
  const isInFrame = room === "register" ? asked.length === 1 && isEmbed(asked[0]) : (headers["sec-fetch-dest"] ?? "iframe") === "iframe"
  if (!slug || !isInFrame) return []
  return listEmbedOrigins(decodeURIComponent(slug)).catch(() => [])
}

/** Writes the security headers of this request's answer. */
export async function setHeaders(request: IncomingMessage, response: ServerResponse, path: string, development: boolean): Promise<void> {
  const frames = await framesOf(path, request)
  const { csp, nonce } = await policy({ path, isDoor: request.method === "POST", frames, development })
  keepOneLocation(response)
  response.setHeader("content-security-policy", csp)
  response.setHeader("reporting-endpoints", `csp="${reportDoor}"`)
  // Next.js reads the nonce for its own scripts from the request, so what a visitor sends there must not count.
  delete request.headers["content-security-policy-report-only"]
  delete request.headers["content-security-policy"]
  if (nonce) request.headers["content-security-policy"] = csp
  response.setHeader("x-content-type-options", "nosniff")
  // It has no words for single sites, and some browsers let it win.
  if (frames.length === 0) response.setHeader("x-frame-options", "DENY")
  response.setHeader("referrer-policy", "same-origin")
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()")
  if (settings().SITE_URL.startsWith("https:")) response.setHeader("strict-transport-security", "max-age=31536000")
  if (/^\/(attend|address|admin)(\/|$)/.test(path)) response.setHeader("x-robots-tag", "noindex")
}

/**
 * Next writes where a page leads on while it renders the page, and once more from the cache entry that this made. An answer has one Location
 * (RFC 9110, section 10.2.2).
 */
function keepOneLocation(response: ServerResponse): void {
  const append = response.appendHeader.bind(response)
  response.appendHeader = (name, value) => (name.toLowerCase() === "location" ? response.setHeader(name, value) : append(name, value))
}
