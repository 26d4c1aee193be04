export type { DocumentOptions } from "./document/document-sessions.ts"
export { exportToHtml } from "./html/export-to-html.ts"
export { exportToMarkdown } from "./markdown/export-to-markdown.ts"
