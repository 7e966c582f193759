import { provide } from "@/lib/env"

// React chooses its build by NODE_ENV when it is first imported, so the setting must stand before anything else is loaded.
const development = process.argv.includes("--dev")
provide({ NODE_ENV: development ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" })
const { start } = await import("./main")
await start(development)
