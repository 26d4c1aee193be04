/** For pages that show sessions: what makes text of an unknown author safe to show. Runs in a browser, too. */
export * from "./fields.ts"
export { highlight, languageOf } from "./highlight.ts"
export { proseRenderer } from "./prose-renderer.ts"
export { isSafeImage, isSafeLink } from "./safe-url.ts"
