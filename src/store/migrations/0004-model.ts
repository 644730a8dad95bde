/** What the optional model was asked, by which prompt, and what it took. Nothing of what people wrote. */
export const modelTables = {
  name: '0004-model',
  statements: [
    `CREATE TABLE model_uses (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      model TEXT NOT NULL,
      prompt TEXT NOT NULL,
      prompt_version INTEGER NOT NULL,
      prompt_hash TEXT NOT NULL,
      result TEXT NOT NULL,
      tokens_in INTEGER NOT NULL,
      tokens_out INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL,
      cost INTEGER
    )`,
    `CREATE INDEX model_uses_by_time ON model_uses(at)`,
  ],
}
