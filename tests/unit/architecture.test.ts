import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { complaintsAbout, type Import, importsOf, offencesIn } from "./import-law"

const inFolder = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
const files = ["app", "components", "emails", "lib"].flatMap(inFolder).filter((file) => /\.tsx?$/.test(file))

/** The files that may be longer than 150 lines, each with its reason. */
const mostLines: Record<string, number> = {
  "lib/start/embedded.ts": 160, // all that a PostgreSQL of one's own needs, as root and not
}

test("every file of the house keeps to the import table, and to its size", () => {
  expect(files.length).toBeGreaterThan(80)
  expect(files.flatMap((file) => offencesIn(file, readFileSync(file, "utf8"), mostLines[file] ?? 150))).toEqual([])
})

test("imports are found however they are written", () => {
  const source = `import a, { b } from "@/lib/db/client"
import type { C } from "../time"
import {
  type D,
  type E,
} from "./schema"
import { type F, g } from "./h"
import "./x.css"
export * from "next/cache"
export type T = "no import"
const k = await import("@/emails/frame")`
  const found = importsOf("lib/events/rules.ts", source).map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to))
  expect(found).toEqual(["lib/db/client", "type lib/time", "type lib/events/schema", "lib/events/h", "lib/events/x.css", "npm:next/cache", "emails/frame"])
})

/** "a.ts < b c" is a.ts taking b and c; "type:b" only a type of it. */
const table = (lines: string): Import[] =>
  lines.split("\n").flatMap((line) => {
    const [from = "", targets = ""] = line.trim().split(" < ")
    return targets.split(" ").map((to) => ({ from, to: to.replace("type:", ""), typeOnly: to.startsWith("type:") }))
  })

test("the checker complains of each kind of unlawful import", () => {
  const unlawful = table(`app/page.tsx < lib/db/client type:lib/db/client emails/joining type:prisma/generated/client npm:next-auth
    components/a.tsx < lib/events/queries lib/env lib/timetable type:app/page type:emails/parts
    emails/joining.tsx < lib/time components/ui/field
    lib/time.ts < app/page type:components/ui/field
    lib/events/queries.ts < emails/joining prisma/generated/client prisma/migrate npm:next npm:next/cache npm:next-auth
    lib/mail/send.ts < prisma/seed/seed
    lib/start/site.ts < npm:next/headers
    lib/db/client.ts < npm:@auth/prisma-adapter`)
  expect(complaintsAbout(unlawful)).toEqual(unlawful.map(({ from, to }) => `${from} imports ${to}`))
})

test("and lets their lawful neighbours pass", () => {
  const lawful = table(`app/page.tsx < lib/events/queries components/ui/field npm:next/navigation
    components/a.tsx < type:lib/events/queries lib/events/rules lib/registrations/schema lib/time npm:react
    emails/joining.tsx < emails/frame npm:@react-email/section
    lib/mail/letters.ts < emails/joining
    lib/db/client.ts < prisma/generated/client
    lib/start/site.ts < npm:next prisma/seed/seed prisma/migrate
    lib/forms.ts < npm:next/cache
    lib/auth/next-auth.ts < npm:next-auth npm:@auth/prisma-adapter npm:next/headers`)
  expect(complaintsAbout(lawful)).toEqual([])
})

test("a setting read past lib/env.ts, a Server Action and an endless file are named", () => {
  const source = `"use server"\nconst port = process.env.PORT${"\n//".repeat(149)}`
  expect(offencesIn("app/page.tsx", source, 150)).toEqual(["app/page.tsx reads process.env", "app/page.tsx has a Server Action", "app/page.tsx has 151 lines"])
  expect(offencesIn("lib/env.ts", "process.env.PORT", 150)).toEqual([])
})
