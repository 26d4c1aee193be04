/** Words of texts about programs, the frequent ones first. */
export const words = (
  "the a to is of in and it that this for we not with on as be are from by if when so then but or which an now can will " +
  "file test function error call value returns because should line code first state before after only same type run read " +
  "does change have there one two all no why where here still again was has had does did would could must may into out " +
  "over than each every other these those them they its own new old more less most least very just also even never always " +
  "parser session message part store database query index table column row key cursor page batch write commit transaction " +
  "token stream buffer request response server client socket header body route handler middleware promise async await " +
  "timeout retry queue worker thread process signal memory cache lookup hash string number boolean array object map set " +
  "null undefined default option argument parameter result failure exception stack trace module import export package " +
  "version dependency compiler bundle build script command terminal output input path folder directory permission owner " +
  "user author project repository branch merge conflict rebase remote origin patch snapshot diff hunk context window model " +
  "prompt answer reasoning agent tool edit apply fix add remove rename move copy create delete update insert select order " +
  "limit offset join group filter reduce iterate recursive loop condition branch guard assert expect mock fixture coverage " +
  "lint format style comment document example readme license release deploy container image network proxy certificate " +
  "secret password credential encrypt decode encode escape quote whitespace newline character unicode surrogate byte length " +
  "truncate overflow boundary off-by-one regression flaky race deadlock lock mutex semaphore atomic durable crash recover " +
  "migrate schema constraint foreign unique primary nullable trigger view statement prepare bind execute fetch scan " +
  "performance latency throughput benchmark profile allocate garbage collect leak heap stack pointer reference closure " +
  "generic inference narrow union intersection literal readonly override abstract interface implement extend decorator " +
  "component render effect hook props event listener dispatch subscribe publish observe emit bubble capture focus scroll " +
  "layout colour theme button dialog panel sidebar toolbar menu shortcut keyboard pointer gesture animation transition"
).split(" ")

/** Longer texts are made of more than the words above: names, made of two or three of them. */
export const nameParts = words.filter((word) => /^[a-z]{4,}$/.test(word))

/** What people write in other scripts. */
export const foreignSentences = [
  "Почему тест падает только на сборочном сервере?",
  "ファイルを読み込むときに文字化けします。原因を調べてください。",
  "请把这个函数改成异步的，并且补上测试。",
  "왜 두 번째 호출에서만 시간이 초과되나요?",
  "Größe und Länge stimmen für „Straße“ nicht überein.",
  "Le résultat est décalé d’une ligne après la première réponse.",
  "हर अनुरोध के बाद मेमोरी बढ़ती जाती है।",
  "✅ 12 passed, ❌ 1 failed 🧵 in 3.4 s",
]
