import path from "node:path"

// Who may import what: one table, as code. A file that breaks it is named with what it took.

export type Import = { from: string; to: string; typeOnly: boolean }

const within = (file: string, ...places: string[]) => places.some((place) => file === place || file.startsWith(`${place}/`))

/** The files of the project that each room may take from. */
const laws: Record<string, (taken: Import) => boolean> = {
  app: ({ to }) => within(to, "app", "components", "lib") && !within(to, "lib/db"),
  components: ({ to, typeOnly }) =>
    within(to, "components", "lib/time", "lib/forms") || /^lib\/[^/]+\/(schema|rules)$/.test(to) || (typeOnly && within(to, "lib")),
  emails: ({ to }) => within(to, "emails"),
  lib: ({ from, to }) =>
    within(to, "lib") ||
    (within(to, "emails") && within(from, "lib/mail")) ||
    (within(to, "prisma/generated") && within(from, "lib/db")) ||
    (within(to, "prisma/migrate", "prisma/seed") && within(from, "lib/start")),
}

/** The packages that have their own place. */
function mayUse({ from, to }: Import): boolean {
  if (within(to, "npm:next-auth", "npm:@auth")) return within(from, "lib/auth")
  if (!within(to, "npm:next") || !within(from, "lib") || within(from, "lib/auth", "lib/forms.ts")) return true
  if (from === "lib/start/page-cache.ts") return within(to, "npm:next/dist/server/lib/incremental-cache")
  if (from === "lib/start/kept-answers.ts") return within(to, "npm:next/dist/server/lib/etag.js", "npm:next/dist/server/send-payload.js")
  return to === "npm:next" && within(from, "lib/start")
}

const isAllowed = (taken: Import) => (taken.to.startsWith("npm:") ? mayUse(taken) : laws[taken.from.split("/")[0] ?? ""]?.(taken) === true)
export const complaintsAbout = (taken: Import[]): string[] => taken.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} imports ${to}`)

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([\w$*{},\s]+?)\s*from\s*)?["']([^"']+)["']|\b(?:import|require)\(\s*["'`]([^"'`]+)/gm
const onlyTypes = (names = "") => /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names.trim())

/** What a file takes, however it is written. Packages are called npm:… */
export function importsOf(from: string, source: string): Import[] {
  return [...source.matchAll(statement)].map(([, type, names, fixed, dynamic]) => {
    const named = (fixed ?? dynamic ?? "").replace(/\.tsx?$/, "")
    const file = named.startsWith(".") ? path.posix.join(path.posix.dirname(from), named) : named.replace(/^@\//, "")
    return { from, to: file === named ? `npm:${named}` : file, typeOnly: type !== undefined || onlyTypes(names) }
  })
}

/** Everything that is wrong with a file, one line each. */
export function offencesIn(file: string, source: string, mostLines: number): string[] {
  const offences = complaintsAbout(importsOf(file, source))
  if (/\bprocess\s*(\??\.\s*env|\[)|["'](node:)?process["']/.test(source) && file !== "lib/env.ts") offences.push(`${file} reads process.env`)
  if (/["']use server["']/.test(source)) offences.push(`${file} has a Server Action`)
  const lines = source.trimEnd().split("\n").length
  if (lines > mostLines) offences.push(`${file} has ${lines} lines`)
  return offences
}
