/** What the configuration says of the model, as the model wants it. Loads nothing. */
import type { ModelParts } from './answers/model.ts'
import { connectModel } from './answers/model-client.ts'
import type { ModelConfig } from './config.ts'
import type { Logger } from './log.ts'

export function modelParts(config: ModelConfig, now: () => number, logger: Logger): Omit<ModelParts, 'ledger'> {
  return {
    name: config.chat,
    connect: () => connectModel(config),
    dailyTokens: config.dailyTokens,
    price: config.prices.get(config.chat) ?? null,
    now,
    logger,
  }
}
