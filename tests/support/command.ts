import { launchNpm } from "./npm-start"

type Command = { dataDir?: string; env?: Record<string, string> }

/** Starts `npm run …`, as a person does beside the site. `ended` tells how it ended and what it said. */
export async function startCommand(words: string[], { dataDir, env }: Command = {}) {
  const launched = await launchNpm({ command: ["npm", "run", "--silent", ...words], ...(dataDir && { dataDir }), ...(env && { env }) })
  const said = () =>
    launched
      .log()
      .split("\n")
      .filter((line) => line && !line.startsWith("npm warn"))
  return { group: launched.group, dataDir: launched.dataDir, ended: launched.ended.then((code) => ({ code, said: said(), dataDir: launched.dataDir })) }
}

/** Runs `npm run …` to its end. */
export const runCommand = async (words: string[], command?: Command) => (await startCommand(words, command)).ended
