import { type IncomingMessage, request } from "node:http"

// What every door must refuse before it looks at anything else, asked over HTTP, so that it does not matter how the door is made.

export type Door = {
  url: string
  cookie?: string
  /** Whether its address can be opened too. */
  hasPage?: boolean
  /** What it takes. */
  kind: "form" | "upload" | "one click" | "mail" | "report"
}
type Answer = { status: number; allow: string; type: string; body: string }
type Ask = { method: string; headers?: Record<string, string | number>; body?: string }

/** Sends a request as it stands: a length that is only said costs nobody anything. */
function ask({ url, cookie }: Door, { method, headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...(cookie && { cookie }), ...headers } }, (answer: IncomingMessage) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (piece: string) => {
        text += piece
      })
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, allow: answer.headers.allow ?? "", type: answer.headers["content-type"] ?? "", body: text })
        sent.destroy()
      })
    })
    sent.on("error", reject)
    sent.setTimeout(20_000, () => sent.destroy(new Error(`${method} ${url} had no answer`)))
    if (headers["content-length"] === undefined) sent.end(body)
    else sent.flushHeaders()
  })
}

const form = "application/x-www-form-urlencoded"
const kinds: Record<Door["kind"], string> = {
  form,
  upload: "multipart/form-data; boundary=x",
  "one click": form,
  mail: "message/rfc822",
  report: "application/reports+json",
}
const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=1`).join("&")
const parts = (count: number) => Array.from({ length: count }, (_, index) => `--x\r\nContent-Disposition: form-data; name="f${index}"\r\n\r\n1\r\n`).join("")
const tooMany: Partial<Record<Door["kind"], string>> = { form: fields(201), upload: `${parts(201)}--x--\r\n`, "one click": fields(201) }
const huge = 60 * 1024 * 1024

/** What is wrong with how a door refuses, a line each. None: it has its guard. */
export async function judgeDoor(door: Door): Promise<string[]> {
  const complaints: string[] = []
  const type = { "content-type": kinds[door.kind] }
  const want = async (what: string, asked: Ask, isRight: (answer: Answer) => boolean) => {
    const answer = await ask(door, asked)
    if (!isRight(answer)) complaints.push(`${what}: ${answer.status} ${answer.allow}`.trim())
  }
  for (const method of ["PUT", "PATCH", "DELETE", "PROPFIND"])
    await want(method, { method }, ({ status, allow }) => status === 405 && allow.split(", ").includes("POST"))
  if (!door.hasPage) await want("HEAD", { method: "HEAD" }, ({ status, allow }) => status === 405 && allow === "OPTIONS, POST")
  const isSmallPage = (got: Answer) => got.status === 405 && got.allow === "OPTIONS, POST" && /^text\/html/.test(got.type) && got.body.includes("<a href")
  if (!door.hasPage) await want("GET", { method: "GET" }, isSmallPage)
  await want("JSON", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }, ({ status }) => status === 415)
  await want("XML", { method: "POST", headers: { "content-type": "text/xml" }, body: "<a/>" }, ({ status }) => status === 415)
  // Whoever uploads too much is told on the page of the form.
  const large = door.kind === "upload" ? 303 : 413
  await want("60 MB", { method: "POST", headers: { ...type, "content-length": huge } }, ({ status }) => status === large)
  const many = tooMany[door.kind]
  if (many) await want("201 fields", { method: "POST", headers: type, body: many }, ({ status }) => status === 400)
  const foreign: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]
  if (door.kind !== "one click")
    for (const headers of foreign)
      await want(`from ${Object.values(headers)}`, { method: "POST", headers: { ...type, ...headers }, body: "" }, ({ status }) => status === 403)
  return complaints
}

/** The methods of a route, as it says itself. */
export const methodsOf = async (url: string): Promise<string[]> => (await ask({ url, kind: "form" }, { method: "OPTIONS" })).allow.split(", ")
