import { readFileSync } from "node:fs"

// What the build itself says there is: a page or a door that nobody thought of is in this list all the same.

export type Route = { path: string; isPage: boolean }

/** Every route of the build below an address. */
export function listRoutes(below: string): Route[] {
  const manifest: Record<string, string> = JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8"))
  return Object.entries(manifest)
    .filter(([, path]) => path === below || path.startsWith(`${below}/`))
    .map(([file, path]) => ({ path, isPage: file.endsWith("/page") }))
    .sort((one, other) => one.path.localeCompare(other.path))
}

/** The address of a route for these ids, by the names of its parts. Throws when one is missing. */
export const addressOf = ({ path }: Route, ids: Record<string, string>): string =>
  path.replace(/\[(\w+)\]/g, (_, name) => {
    const id = ids[name]
    if (!id) throw new Error(`the test knows no ${name} for ${path}`)
    return id
  })
