import { expect, test } from "vitest"
import { keepReturnPath, readReturnPath } from "@/lib/auth/return-path"
import { provide } from "@/lib/env"

provide({ SITE_URL: "https://events.example.org", SMTP_URL: "smtp://127.0.0.1:9" })

test("what was kept comes back, among other cookies", () => {
  const [cookie = ""] = keepReturnPath("/admin/events/1?draft=2&taken=3").split(";")
  expect(readReturnPath(`a=b; ${cookie}; c=d`)).toBe("/admin/events/1?draft=2&taken=3")
  expect(keepReturnPath("/admin/x")).toMatch(/; Path=\/admin; HttpOnly; SameSite=Lax; Max-Age=900; Secure$/)
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
  expect(readReturnPath(`foyer-return=${encodeURIComponent(path)}`)).toBeNull()
})

test("what cannot be read is none", () => {
  expect([readReturnPath(null), readReturnPath("foyer-return=%E0%A4%A"), readReturnPath("other=1")]).toEqual([null, null, null])
})
