// What is true of an organiser's message. Pure.

/**
 * Whether the number on the button still says to how many a message goes. While people register, one in twenty more or fewer is the ordinary coming
 * and going; with fewer than twenty people the number must be exact.
 */
export const isStill = (seen: number, now: number): boolean => Math.abs(now - seen) <= Math.floor(seen / 20)
