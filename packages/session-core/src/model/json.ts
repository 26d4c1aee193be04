/** A value that JSON can hold. `undefined`, functions and big integers cannot be kept. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject

/** An object that JSON can hold. Keys whose value is `undefined` are dropped, as `JSON.stringify` does. */
export type JsonObject = { [key: string]: JsonValue | undefined }
