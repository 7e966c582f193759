import { createServer, type ServerResponse } from "node:http"
import Provider from "oidc-provider"
import type { Page } from "playwright-core"
import { afterAll } from "vitest"
import { freePort } from "@/lib/start/ports"

// The sign-in service of a house: the certified `oidc-provider` on this machine, with people of its own.

type Claims = Record<string, unknown>
export type SignInService = Awaited<ReturnType<typeof startSignInService>>

export const client = { id: "foyer", secret: "a secret that both sides know" }

/** Starts it for a site at this address. `people` are what it says of each, by the name that they sign in with. */
export async function startSignInService(siteUrl: string, people: Record<string, { email?: string; email_verified?: boolean }>) {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  // It complains on its console that its own test page is not for production.
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [`${siteUrl}/api/auth/callback/oidc`] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    pkce: { required: () => true },
    cookies: { keys: ["a key of the tests"] },
  })
  let change: ((claims: Claims) => Claims) | null = null
  let says = issuer
  const answer = provider.callback()
  const server = createServer((request, response) => {
    if (change && request.url === "/token") rewriteIdToken(response, change)
    if (request.url?.startsWith("/.well-known/")) rewriteAnswer(response, (facts) => ({ ...facts, issuer: says }))
    void answer(request, response)
  })
  const open = () => new Promise<void>((resolve) => server.listen(port, "localhost", resolve))
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections())
  await open()
  afterAll(close)
  return {
    issuer,
    /** Nobody answers at its address until it is opened again. */
    open,
    close,
    /** From now on it gives itself this name. */
    callItself: (name: string) => {
      says = name
    },
    /** From now on what the ID token says is changed on its way. null: no more. */
    changeTokens: (how: ((claims: Claims) => Claims) | null) => {
      change = how
    },
  }
}

/** Nobody checks the signature of a token that comes straight from the service (OpenID Connect Core, 3.1.3.7): what it says must do. */
function rewriteIdToken(response: ServerResponse, change: (claims: Claims) => Claims): void {
  rewriteAnswer(response, (body) => {
    const [head = "", claims = "", seal = ""] = typeof body.id_token === "string" ? body.id_token.split(".") : []
    if (!claims) return body
    const changed = change(JSON.parse(Buffer.from(claims, "base64url").toString()))
    return { ...body, id_token: [head, Buffer.from(JSON.stringify(changed)).toString("base64url"), seal].join(".") }
  })
}

/** What the service is about to answer, as JSON, is changed on its way. */
function rewriteAnswer(response: ServerResponse, change: (body: Claims) => Claims): void {
  const { end } = response
  response.end = (...args: unknown[]) => {
    const text = JSON.stringify(change(JSON.parse(String(args[0]))))
    response.setHeader("content-length", Buffer.byteLength(text))
    return Reflect.apply(end, response, [text])
  }
}

/** Somebody presses the button on the sign-in page, and says at the service who they are. */
export async function goThrough(page: Page, siteUrl: string, name: string): Promise<void> {
  await page.goto(`${siteUrl}/admin/sign-in`)
  await page.getByRole("button", { name: /^Go on to localhost/ }).click()
  await page.getByPlaceholder("Enter any login").fill(name)
  await page.getByPlaceholder("and password").fill("anything")
  await page.getByRole("button", { name: "Sign-in" }).click()
  await page.getByRole("button", { name: "Continue" }).click()
}
