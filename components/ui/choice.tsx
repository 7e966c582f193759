type Props = {
  name: string
  label: string
  hint?: string
  error?: string | undefined
  /** Value and words of each. */
  options: [value: string, words: string][]
  defaultValue?: string | undefined
}

/** One of a few, as a list to choose from: label, hint and error as in Field. */
export function Choice({ name, label, hint, error, options, defaultValue }: Props) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined
  return (
    <div className={error ? "error" : undefined}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="message" id={`${name}-error`}>
          {error}
        </p>
      )}
      <select id={name} name={name} defaultValue={defaultValue} aria-describedby={describedBy} aria-invalid={error ? true : undefined}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
