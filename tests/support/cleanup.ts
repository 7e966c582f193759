type Job = () => unknown
const jobs: Job[] = []

/** Notes what is to be ended or taken away after the file's tests (setup/clean.ts), what came last first. */
export const afterwards = (job: Job): void => void jobs.push(job)

/** Does it. Whoever runs without Vitest calls it. */
export async function cleanUp(): Promise<void> {
  for (let job = jobs.pop(); job; job = jobs.pop()) await job()
}

// Ctrl-C reaches this process too, and what it has started is in groups of its own. Then the signal does what it usually does: Vitest takes an exit for a fault.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cleanUp().finally(() => process.kill(process.pid, signal)))
