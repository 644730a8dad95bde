/** Columns that line up, for commands that print lists. */

/** The last column takes what is left of the terminal and is cut there; without a terminal nothing is cut. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number = process.stdout.columns ?? Infinity,
): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => (row[i] ?? '').length)))
  const lineOf = (cells: readonly string[]): string => {
    const line = cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  ')
    return line.length > width ? `${line.slice(0, Math.max(1, width - 1))}…` : line.trimEnd()
  }
  return `${[lineOf(headings), ...rows.map((row) => lineOf(row))].join('\n')}\n`
}
