/**
 * React ends every render by aborting a signal with an error. The stack of an error holds what ran in the moment it was made until somebody reads it, and on
 * Node 20 that leads to the requests of the same moment, whose errors lead to those before: under steady traffic none was let go. Read once, the stack is a
 * text. Figures in docs/decisions/2026-11-26-memory.md.
 */
export function readStacksOfAborts(): void {
  const { abort } = AbortController.prototype
  AbortController.prototype.abort = function (reason?: unknown) {
    if (reason instanceof Error) void reason.stack
    abort.call(this, reason)
  }
}
