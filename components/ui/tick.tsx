/** A tick box with its sentence. */
export function Tick({ name, label, defaultChecked = false }: { name: string; label: string; defaultChecked?: boolean }) {
  return (
    <label className="tick">
      <input type="checkbox" name={name} value="yes" defaultChecked={defaultChecked} />
      <span>{label}</span>
    </label>
  )
}
