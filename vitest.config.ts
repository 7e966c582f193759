import path from "node:path"
import { defineConfig } from "vitest/config"

const here = { alias: { "@": path.resolve(import.meta.dirname) } }
const real = { pool: "forks" as const, fileParallelism: false, testTimeout: 120_000, hookTimeout: 180_000 }

export default defineConfig({
  resolve: here,
  test: {
    globalSetup: "tests/support/real-setup.ts",
    projects: [
      // Far from every zone of the product and a quarter hour off, so that a forgotten zone fails.
      { resolve: here, test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"], env: { TZ: "Asia/Kathmandu" } } },
      { resolve: here, test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...real } },
      { resolve: here, test: { name: "e2e", include: ["tests/e2e/**/*.test.ts"], setupFiles: "tests/support/end-sites.ts", ...real } },
    ],
  },
})
