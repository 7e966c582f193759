type Props = {
  name: string
  label: string
  error?: string | undefined
  /** Value and words of each. */
  options: [value: string, words: string][]
  defaultValue?: string | undefined
}

/** One of a few, as a list to choose from: label and error as in Field. */
export function Choice({ name, label, error, options, defaultValue }: Props) {
  const describedBy = error ? `${name}-error` : undefined
  return (
    <div className={error ? "error" : undefined}>
      <label htmlFor={name}>{label}</label>
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
