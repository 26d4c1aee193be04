import type { JsonValue } from "./json.ts"

/** The language model that answered: its provider, its id there, and whatever else the application wants to keep. */
export interface ModelReference {
  providerId: string
  modelId: string
  [key: string]: JsonValue | undefined
}
