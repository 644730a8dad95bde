/** Builds the statements that other parts commit: rows of the inbox, the outbox and the transcript. */
import type { Compilable, Kysely, RawBuilder } from 'kysely'
import type { Write } from './database.ts'
import type { Tables } from './schema.ts'

/** A write from a Kysely builder. `expectChanges`: see Write. */
export function write(query: Compilable, expectChanges?: number): Write {
  return expectChanges === undefined ? { query: query.compile() } : { query: query.compile(), expectChanges }
}

/** A write in SQL of its own. */
export function rawWrite(db: Kysely<Tables>, query: RawBuilder<unknown>): Write {
  return { query: query.compile(db) }
}

/** What the builder of a `statement` gets in place of each value; never seen outside of it. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

interface Compiled {
  readonly query: ReturnType<Compilable['compile']>
  /** For each parameter the value it takes, or the constant that the builder wrote. */
  readonly parameters: readonly unknown[]
}

/**
 * A write that is built once for each set of columns and then only filled in: Kysely takes longer to build and
 * compile an insert (some 60 µs) than SQLite to run it. The builder must treat the values as opaque (pass them on,
 * never look at them); a value left out or `undefined` is absent for it as well.
 *
 * `const setName = statement<{ id: string; name: string }>((db, v) => db.updateTable('x').set({ name: v.name }).where('id', '=', v.id))`
 */
export function statement<Values extends object>(
  build: (db: Kysely<Tables>, values: Values) => Compilable,
): (db: Kysely<Tables>, values: Values, expectChanges?: number) => Write {
  const byDatabase = new WeakMap<Kysely<Tables>, Map<string, Compiled>>()
  return (db, values, expectChanges) => {
    let shapes = byDatabase.get(db)
    if (!shapes) byDatabase.set(db, (shapes = new Map()))
    const given = values as Readonly<Record<string, unknown>>
    let shape = ''
    for (const name in given) if (given[name] !== undefined) shape += `${name},`
    let compiled = shapes.get(shape)
    if (!compiled) {
      const slots = Object.fromEntries(
        Object.keys(given)
          .filter((name) => given[name] !== undefined)
          .map((name) => [name, new Slot(name)]),
      )
      const query = build(db, slots as Values).compile()
      compiled = { query, parameters: query.parameters }
      shapes.set(shape, compiled)
    }
    const parameters = compiled.parameters.map((parameter) => (parameter instanceof Slot ? given[parameter.name] : parameter))
    const query = { ...compiled.query, parameters }
    return expectChanges === undefined ? { query } : { query, expectChanges }
  }
}
