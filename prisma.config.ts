import { defineConfig } from "prisma/config"

// `generate` and `validate` never run the schema engine, yet the CLI would download it. Pointing at the copy inside the package keeps it offline.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= "node_modules/prisma/build/schema_engine_bg.wasm"
process.env.CHECKPOINT_DISABLE ??= "1"

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/unset" },
})
