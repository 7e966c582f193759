/** A tick box with its sentence. */
export function Tick({ name, label, defaultChecked = false, required = false }: { name: string; label: string; defaultChecked?: boolean; required?: boolean }) {
  return (
    <label className="tick">
      <input type="checkbox" id={name} name={name} value="yes" defaultChecked={defaultChecked} required={required} />
      <span>{label}</span>
    </label>
  )
}
