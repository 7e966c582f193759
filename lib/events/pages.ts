/** The addresses of the cached pages that show something of an event. */
export function pagesOf(slug: string, readings: string[] = []): string[] {
  const rooms = ["", "/registered", "/lost-link", "/lost-link/asked", "/privacy", "/calendar.ics", ...readings.map((reading) => `/reading/${reading}`)]
  return [...rooms.map((room) => `/events/${slug}${room}`), "/front/now"]
}
