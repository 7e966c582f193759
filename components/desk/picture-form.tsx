import { Field } from "@/components/ui/field"
import { Picture, type PictureFacts } from "@/components/ui/picture"
import { mostMegabytes } from "@/lib/pictures/schema"
import { ActionButton } from "./send/button"

type Props = {
  title: string
  /** The address of its doors. */
  page: string
  picture: PictureFacts | null
  values: Record<string, string>
  error: string | null
  className: string
}

/** Shows the picture that there is, and takes another. */
export function PictureForm({ title, page, picture, values, error, className }: Props) {
  return (
    <section id="picture" className="sheet mt-8 max-w-3xl">
      <h2>{title}</h2>
      {picture && (
        <>
          <Picture picture={picture} sizes="20rem" className={className} />
          <ActionButton action={`${page}/remove`}>Take this picture away</ActionButton>
        </>
      )}
      <form method="post" action={`${page}/upload`} encType="multipart/form-data">
        <div className={error ? "error" : undefined}>
          <label htmlFor="file">{picture ? "Another picture" : "Picture"}</label>
          <p className="hint" id="file-hint">
            JPEG, PNG or WebP, {mostMegabytes} MB at most. It is cut to its shape, and what the camera wrote into it is removed.
          </p>
          {error && (
            <p className="message" id="file-error" role="alert">
              {error}
            </p>
          )}
          <input
            type="file"
            id="file"
            name="file"
            className="max-w-full"
            accept="image/jpeg,image/png,image/webp"
            required
            aria-describedby={error ? "file-hint file-error" : "file-hint"}
          />
        </div>
        <Field name="alt" label="What it shows" hint="For those who do not see it." maxLength={300} defaultValue={values.alt ?? picture?.alt} />
        <fieldset className="mt-5">
          <legend className="label">What must stay in view when it is cut</legend>
          <Slider name="focusX" label="Left to right" value={values.focusX} />
          <Slider name="focusY" label="Top to bottom" value={values.focusY} />
        </fieldset>
        <button type="submit" className="button mt-6">
          Upload the picture
        </button>
      </form>
    </section>
  )
}

function Slider({ name, label, value = "50" }: { name: string; label: string; value: string | undefined }) {
  return (
    <>
      <label htmlFor={name} className="font-normal">
        {label}
      </label>
      <input type="range" id={name} name={name} min="0" max="100" defaultValue={value} className="w-full max-w-80" />
    </>
  )
}
