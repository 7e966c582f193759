/** What can be done with what was typed into an event's form. */
export function EventButtons({ event }: { event: { id: string; status: string } }) {
  return (
    <p className="mt-6 flex flex-wrap gap-3">
      <button type="submit" className="button">
        Save
      </button>
      {event.status === "draft" && (
        <button type="submit" className="button" name="publish" value="yes">
          Save and publish
        </button>
      )}
      <button type="submit" className="button quiet" formAction={`/admin/events/${event.id}/preview/typed`}>
        Look at it without saving
      </button>
    </p>
  )
}
