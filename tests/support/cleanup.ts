type Job = () => unknown
const jobs: Job[] = []

/** Notes what is to be ended or taken away after the file's tests (setup/clean.ts), what came last first. */
export const afterwards = (job: Job): void => void jobs.push(job)

/** Does it. Whoever runs without Vitest calls it. */
export async function cleanUp(): Promise<void> {
  for (let job = jobs.pop(); job; job = jobs.pop()) await job()
}
