// The same tests in two sizes: `npm test` for every change, `npm run test:full` for the figures that are promised.

export const isFull = process.env.FOYER_TESTS === "full"

/** `large` under `npm run test:full`, else `small`. */
export const full = <T>(small: T, large: T): T => (isFull ? large : small)
