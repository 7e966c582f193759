import type { InputHTMLAttributes } from "react"

type Props = { name: string; label: string; hint?: string; error?: string | undefined; rows?: number; isOptional?: boolean } & Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "type" | "min" | "max" | "list" | "autoComplete" | "defaultValue" | "required" | "spellCheck" | "maxLength" | "inputMode"
>

/** Label, hint, error and input, in this order, tied together for screen readers. Only optional fields say so. */
export function Field({ name, label, hint, error, rows, type = "text", required = false, isOptional = !required, ...input }: Props) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined
  const control = { id: name, name, required, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined, ...input }
  return (
    <div className={error ? "error" : undefined}>
      <label htmlFor={name}>
        {label}
        {isOptional && " (optional)"}
      </label>
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
      {rows ? (
        <textarea
          rows={rows}
          id={control.id}
          name={name}
          required={required}
          maxLength={input.maxLength}
          defaultValue={input.defaultValue}
          aria-describedby={describedBy}
          aria-invalid={control["aria-invalid"]}
        />
      ) : (
        <input type={type} {...control} />
      )}
    </div>
  )
}
