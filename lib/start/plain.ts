/** Something the person at the terminal can mend: printed as its sentence, without a stack. */
export class PlainError extends Error {}

export const say = (line: string): void => void process.stdout.write(`${line}\n`)

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
