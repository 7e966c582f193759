import { chmod, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { afterwards } from "./cleanup"

/** A folder that goes away, with everything in it, after the file's tests. */
export async function temporaryFolder(parent = os.tmpdir(), mode = 0o755): Promise<string> {
  const folder = await mkdtemp(path.join(parent, "foyer-test-"))
  await chmod(folder, mode)
  afterwards(() => rm(folder, { recursive: true, force: true }))
  return folder
}
