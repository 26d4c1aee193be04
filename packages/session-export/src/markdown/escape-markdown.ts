/** Text within a line of Markdown, where nothing of it means anything. A _ within a word means nothing anyway. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*[\]<>~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&")
    .replace(/&(?=[#a-z])/gi, "\\&")
    .replace(/!(?=\\\[)/g, "\\!")
