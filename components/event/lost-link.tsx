/** For whoever is registered already. */
export const LostLink = ({ slug }: { slug: string }) => (
  <p className="note mt-4">
    Registered already? <a href={`/events/${slug}/lost-link`}>Lost your link?</a>
  </p>
)
