import { afterAll } from "vitest"
import { provide } from "@/lib/env"
import { cleanUp } from "../support/cleanup"

// The files of a worker share its process, so each leaves nothing behind: what it started is ended, and its settings are those of before.

const before = { ...process.env }

afterAll(async () => {
  await cleanUp()
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
  provide({})
})
