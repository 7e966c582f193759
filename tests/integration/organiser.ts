import { register } from "node:module"
import { db } from "@/lib/db/client"

// next-auth asks for "next/server", and Next.js answers to "next/server.js": its own bundler joins the two, Node.js alone does not.
const loader = `export const resolve = (name, context, next) => next(/^next\\/[a-z]+$/.test(name) ? name + ".js" : name, context)`
register(`data:text/javascript,${encodeURIComponent(loader)}`)
const { Organiser } = await import("@/lib/auth/organiser")

/** Somebody who may run events. */
export async function makeOrganiser() {
  const { id } = await db().user.create({ data: { email: `organiser-${performance.now()}@example.org`, role: "organiser" } })
  const organiser = await Organiser.find(id)
  if (!organiser) throw new Error("the organiser is not known")
  return organiser
}
