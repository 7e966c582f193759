import { CopyButton } from "./copy-button"

/** Something to type or click elsewhere: large, and with a button to copy it where JavaScript runs. */
export function Key({ label, value }: { label: string; value: string }) {
  return (
    <>
      <p className="label">{label}</p>
      <div className="key">
        <code>{value.startsWith("https://") ? <a href={value}>{value}</a> : value}</code>
        <CopyButton label={label} value={value} />
      </div>
    </>
  )
}
