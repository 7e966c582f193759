type Props = {
  /** Of the group: its first box has it as id, so that a summary leads there. */
  name: string
  label: string
  hint?: string
  error?: string | undefined
  required?: boolean
  isOptional?: boolean
  /** Of radio buttons one is chosen; of check boxes any. */
  type: "radio" | "checkbox"
  choices: {
    name: string
    value: string
    isChosen: boolean
  }[]
}

/** The id of a box of the group, from 0. */
export const choiceId = (name: string, index: number): string => (index === 0 ? name : `${name}.${index + 1}`)

/** A question with its choices in sight: legend, hint, error and boxes, in this order. Only optional ones say so. */
export function Choices({ name, label, hint, error, required = false, isOptional = !required, type, choices }: Props) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined
  return (
    <div className={error ? "error" : undefined}>
      <fieldset className="choices" aria-describedby={describedBy}>
        <legend className="label">
          {label}
          {isOptional && " (optional)"}
        </legend>
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
        {choices.map((choice, index) => (
          <label className="tick" key={choice.value}>
            <input
              type={type}
              id={choiceId(name, index)}
              name={choice.name}
              value={choice.value}
              defaultChecked={choice.isChosen}
              required={required && type === "radio"}
              aria-invalid={error ? true : undefined}
            />
            <span>{choice.value}</span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}
