import type { JsonValue } from "./json.ts"

/** The language model that answered: its provider, its id there, and whatever else the application wants to keep. */
export interface ModelReference {
  /** Who runs the model: `anthropic`, `openai`, … */
  providerId: string
  /** What its provider calls it. */
  modelId: string
  /** Whatever else the application wants to keep. */
  [key: string]: JsonValue | undefined
}
