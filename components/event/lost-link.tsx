/** For whoever is registered already. */
export const LostLink = ({ slug, isEmbedded = false }: { slug: string; isEmbedded?: boolean }) => (
  <p className="note mt-4">
    Registered already?{" "}
    <a href={`/events/${slug}/lost-link`} {...(isEmbedded && { target: "_blank", rel: "noopener" })}>
      Lost your link?
    </a>
  </p>
)
