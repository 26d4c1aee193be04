import type { Source } from "@opencode/session-opencode/formats"

/** The source, which closes something else after itself. */
export function closing(source: Source, other: Disposable): Source {
  const close = source[Symbol.dispose].bind(source)
  return Object.assign(source, {
    [Symbol.dispose]() {
      close()
      other[Symbol.dispose]()
    },
  })
}
