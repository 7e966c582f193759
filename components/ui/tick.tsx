type Props = {
  name: string
  label: string
  hint?: string
  error?: string | undefined
  defaultChecked?: boolean
  required?: boolean
}

/** A tick box with its sentence, and with its hint and error above it. */
export function Tick({ name, label, hint, error, defaultChecked = false, required = false }: Props) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined
  return (
    <div className={error ? "error" : undefined}>
      {error && (
        <p className="message" id={`${name}-error`}>
          {error}
        </p>
      )}
      <label className="tick">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          defaultChecked={defaultChecked}
          required={required}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p className="hint ml-9" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
