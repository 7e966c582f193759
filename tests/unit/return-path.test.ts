import { expect, test } from "vitest"
import { keepReturnPath, newLock, readReturn } from "@/lib/auth/return-path"
import { provide } from "@/lib/env"

provide({ SITE_URL: "https://events.example.org", SMTP_URL: "smtp://127.0.0.1:9" })

test("what was kept comes back, among other cookies", () => {
  const lock = newLock()
  const [cookie = ""] = keepReturnPath("/admin/events/1?draft=2&taken=3", lock).split(";")
  expect(readReturn(`a=b; ${cookie}; c=d`)).toEqual({ path: "/admin/events/1?draft=2&taken=3", lock })
  expect(keepReturnPath("/admin/x", lock)).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=900; Secure$/)
})

test.each([
  "https://evil.example/admin/",
  "//evil.example/admin/",
  "/\\evil.example/admin/",
  "\\\\evil.example/admin/",
  "/admin/../../evil",
  "/adminevil",
  "/events/x",
  "javascript:alert(1)",
  "data:text/html,x",
  "",
])("never leads out of the desk: %s", (path) => {
  expect(readReturn(`foyer-return=${encodeURIComponent(`${newLock()}${path}`)}`)).toBeNull()
})

test("what cannot be read is none", () => {
  expect([readReturn(null), readReturn("foyer-return=%E0%A4%A"), readReturn("other=1")]).toEqual([null, null, null])
})
