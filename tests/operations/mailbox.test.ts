import { request } from "node:http"
import { expect, test } from "vitest"
import { npmStart } from "../support/npm-start"

// The local mailbox of whoever tries Foyer out.

test("no page of another site, and none under another name of this machine, reads or empties the local mailbox", async () => {
  const mailbox = (await npmStart()).mailbox ?? ""
  const ask = (headers: Record<string, string>, method = "GET", path = "/api/email") =>
    new Promise<[number, string | undefined]>((resolve, reject) => {
      const sent = request(`${mailbox}${path}`, { method, headers }, (answer) => {
        answer.resume().once("end", () => resolve([answer.statusCode ?? 0, answer.headers["access-control-allow-origin"]]))
      })
      sent.once("upgrade", (_answer, socket) => resolve([101, void socket.destroy()]))
      sent.once("error", (error) => ("code" in error && error.code === "ECONNRESET" ? resolve([0, undefined]) : reject(error)))
      sent.end()
    })
  const asWebSocket = (origin: string) => ({
    origin,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16).toString("base64"),
  })
  const socket = "/socket.io/?EIO=4&transport=websocket"
  expect((await ask({}))[0]).toBe(200)
  expect((await ask({ origin: mailbox }))[0]).toBe(200)
  expect((await ask(asWebSocket(mailbox), "GET", socket))[0]).toBe(101)
  const foreign: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { host: "evil.example" }, { host: "[" }]
  for (const headers of foreign)
    for (const method of ["GET", "OPTIONS", "DELETE"]) expect([headers, await ask(headers, method)]).toEqual([headers, [403, undefined]])
  const from = (dest: string, mode: string) => ({ "sec-fetch-site": "cross-site", "sec-fetch-dest": dest, "sec-fetch-mode": mode })
  for (const [dest, mode] of [
    ["image", "no-cors"],
    ["iframe", "navigate"],
    ["empty", "no-cors"],
  ] as const)
    expect([dest, (await ask(from(dest, mode)))[0]]).toEqual([dest, 403])
  // A link leads here.
  expect((await ask(from("document", "navigate")))[0]).toBe(200)
  expect((await ask(asWebSocket("https://evil.example"), "GET", socket))[0]).toBe(0)
})
