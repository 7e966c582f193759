import { buildIfNeeded } from "./build"
import { explain } from "./run"

// npm run build: what the first start would build, made beforehand, as for an image.

try {
  await buildIfNeeded()
} catch (error) {
  explain(error)
  process.exit(1)
}
