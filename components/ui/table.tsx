import type { ReactNode } from "react"

type Props<Column extends string> = { label: string; columns: readonly Column[]; rows: { key: string; cells: Record<Column, ReactNode> }[] }

/**
 * A table that scrolls by itself where it is wider than the window, and that the keyboard reaches. On a phone each row is a short list, every cell
 * with the name of its column: the roles keep it a table for screen readers all the same.
 */
export function Table<Column extends string>({ label, columns, rows }: Props<Column>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse (WCAG 2.1.1)
    <section className="scroll mt-4" aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/a11y/noRedundantRoles: the style for phones would take the role away */}
      <table role="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            // biome-ignore lint/a11y/noRedundantRoles: as above
            <tr key={key} role="row">
              {columns.map((column) => (
                // biome-ignore lint/a11y/noRedundantRoles: as above
                <td key={column} role="cell" data-column={column}>
                  {cells[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
