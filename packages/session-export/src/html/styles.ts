/** How a document looks: on a screen in light and dark, at 400 pixels, and on paper. Each text has a contrast of 4.5:1 or more. */
export const styles = `
:root {
  color-scheme: light dark;
  --background: light-dark(#f5f4f0, #13161b);
  --surface: light-dark(#ffffff, #1a1e25);
  --raised: light-dark(#faf9f6, #20252d);
  --hover: light-dark(#eceae4, #262c36);
  --line: light-dark(#e2dfd7, #2c323d);
  --text: light-dark(#1d222b, #e7e9ed);
  --quiet: light-dark(#565d69, #a3abb8);
  --accent: light-dark(#0f6b64, #5cc9bb);
  --warm: light-dark(#a3470a, #f0a868);
  --warm-soft: light-dark(#fcefdf, #35281b);
  --danger: light-dark(#b3261e, #ff9d94);
  --danger-soft: light-dark(#fdeceb, #3b2120);
  --added: light-dark(#dff3e3, #16321f);
  --added-text: light-dark(#14622c, #8bdba0);
  --removed: light-dark(#fce4e2, #3d1f1e);
  --removed-text: light-dark(#9c1f18, #ffb0a8);
  --keyword: light-dark(#8a2f82, #d9a1e8);
  --string: light-dark(#1c6636, #97d6a4);
  --number: light-dark(#9a4a00, #f2b37c);
  --comment: light-dark(#616976, #98a0ad);
  --title: light-dark(#1c57a5, #8fbcf5);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--background);
  color: var(--text);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 64px; }
h1, h2 { margin: 0; line-height: 1.3; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; }
h2 { font-size: 1.25rem; }
a { color: var(--accent); }
.session > header { margin-bottom: 24px; padding-bottom: 16px; border-bottom: 1px solid var(--line); }
.session + .session { margin-top: 56px; }
.sub-agent { padding-left: 16px; border-left: 3px solid var(--line); }
.kind { margin: 0; color: var(--accent); font-size: 0.85rem; font-weight: 650; }
dl { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 0 0; color: var(--quiet); font-size: 0.85rem; }
dl div { display: flex; gap: 6px; min-width: 0; }
dd { margin: 0; color: var(--text); overflow-wrap: anywhere; }
article { margin: 0 0 16px; padding: 14px 18px 16px; border-radius: 14px; }
.user { background: var(--surface); box-shadow: inset 0 0 0 1px var(--line); }
.byline { display: flex; flex-wrap: wrap; gap: 0 12px; margin: 0 0 6px; color: var(--quiet); font-size: 0.82rem; overflow-wrap: anywhere; }
.byline b { color: var(--text); font-size: 0.92rem; }
.assistant > .byline b { color: var(--accent); }
article > * + *, details > div > * + * { margin-top: 10px !important; }
section > h2 { margin: 28px 0 10px; }
section > details + details { margin-top: 8px; }
.prose { overflow-wrap: anywhere; }
.prose > :first-child { margin-top: 0; }
.prose > :last-child { margin-bottom: 0; }
.prose h1, .prose h2, .prose h3, .prose h4 { margin: 1.2em 0 0.5em; font-size: 1.1rem; }
.prose blockquote { margin-inline: 0; padding-left: 14px; border-left: 3px solid var(--line); color: var(--quiet); }
.prose code { padding: 0.12em 0.35em; border-radius: 5px; background: var(--hover); }
.table-scroll { margin-block: 1em; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 5px 12px; border: 1px solid var(--line); text-align: left; }
code { font: 0.86em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
pre {
  max-height: 480px; margin: 0; padding: 12px 14px; overflow: auto;
  border: 1px solid var(--line); border-radius: 10px; background: var(--raised);
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.prose pre { white-space: pre; overflow-wrap: normal; }
.prose pre.plain { white-space: pre-wrap; }
pre code, .prose pre code { padding: 0; background: none; }
figure { margin: 0; }
img { max-width: 100%; max-height: 640px; border-radius: 10px; }
figcaption, .label, .note { margin: 0; color: var(--quiet); font-size: 0.86rem; overflow-wrap: anywhere; }
.label { margin-bottom: 4px; }
details > div > .label + pre { margin-top: 0 !important; }
.note b { color: var(--text); font-weight: 500; }
details { border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
details > div { padding: 0 14px 14px; }
summary { display: flex; gap: 10px; align-items: baseline; padding: 6px 14px; font-size: 0.9rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { flex: none; content: "▸"; color: var(--quiet); }
details[open] > summary::before { content: "▾"; }
summary > * { min-width: 0; }
summary b { flex: none; max-width: 60%; overflow: hidden; text-overflow: ellipsis; font-weight: 600; }
.detail { overflow: hidden; color: var(--quiet); text-overflow: ellipsis; white-space: nowrap; }
details[open] > summary > .detail { white-space: normal; overflow-wrap: anywhere; }
.state { flex: none; margin-left: auto; color: var(--quiet); font-size: 0.82rem; }
.failed { color: var(--danger); font-weight: 600; }
.reasoning .prose { color: var(--quiet); }
.reverted { margin-bottom: 16px; border-style: dashed; background: none; }
.reverted > summary > b { color: var(--warm); }
.interruption, .failure { padding: 10px 14px; border-radius: 10px; font-size: 0.92rem; overflow-wrap: anywhere; white-space: pre-wrap; }
.interruption { background: var(--warm-soft); color: var(--warm); }
.failure { background: var(--danger-soft); color: var(--danger); }
.todos { margin: 0 0 16px; padding: 0; list-style: none; overflow-wrap: anywhere; }
.added { background: var(--added); color: var(--added-text); }
.removed { background: var(--removed); color: var(--removed-text); }
.hunk, .head { color: var(--quiet); }
.hljs-keyword, .hljs-literal, .hljs-selector-tag, .hljs-meta { color: var(--keyword); }
.hljs-string, .hljs-regexp, .hljs-addition { color: var(--string); }
.hljs-number, .hljs-symbol, .hljs-built_in, .hljs-attr { color: var(--number); }
.hljs-comment, .hljs-quote { color: var(--comment); font-style: italic; }
.hljs-title, .hljs-name, .hljs-section, .hljs-type { color: var(--title); }
.hljs-deletion { color: var(--removed-text); }
@media (max-width: 600px) {
  main { padding: 20px 12px 48px; }
  article { padding-inline: 12px; }
  .assistant, .other { padding-inline: 0; }
}
@media print {
  :root { color-scheme: light; }
  body, .user, details { background: none; }
  main { max-width: none; padding: 0; }
  pre { max-height: none; }
  details::details-content { display: block; content-visibility: visible; }
  summary::before { content: "" !important; }
  article > .byline, summary, h1, h2 { break-after: avoid; }
}
`
