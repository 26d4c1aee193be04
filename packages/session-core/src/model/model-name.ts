import type { ModelReference } from "./model-reference.ts"

/** A model for lists and statistics: `provider/id`. Null where there is none. */
export const modelName = (model: ModelReference | null): string | null =>
  model === null ? null : `${model.providerId}/${model.modelId}`
