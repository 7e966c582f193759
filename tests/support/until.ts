export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again and again until it is so. Throws when it does not come to that in time. */
export async function until(isTrue: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !(await isTrue()); await pause(50)) if (Date.now() > end) throw new Error(`It did not come to that in ${ms / 1000} s.`)
}

/** What comes of it, or "too late" after so many milliseconds: by the timers of this process, which a busy machine slows down alike. */
export const inTime = <T>(ms: number, work: Promise<T>): Promise<T | "too late"> => Promise.race([work, pause(ms).then((): "too late" => "too late")])

/** For what depends on a race, a control most of all: tries until it shows, and says how often it tried. Throws when it does not show in `most` tries. */
export async function untilSeen(shows: () => Promise<boolean>, most = 20): Promise<void> {
  for (let tries = 1; tries <= most; tries += 1) if (await shows()) return console.log(`it showed at try ${tries}`)
  throw new Error(`It did not show in ${most} tries.`)
}
