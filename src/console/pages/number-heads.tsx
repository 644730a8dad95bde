import type { FC } from 'hono/jsx'

/** Headings of columns that hold numbers. */
export const NumberHeads: FC<{ names: readonly string[] }> = ({ names }) => (
  <>
    {names.map((name) => (
      <th scope="col" class="number">
        {name}
      </th>
    ))}
  </>
)
