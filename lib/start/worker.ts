import { provide } from "@/lib/env"

// As in start.ts: React chooses its build when it is first imported.
provide({ NODE_ENV: "production" })
await import("./work")
