/** Colours are not worth a longer wait, and a model may write code that takes minutes. */
const longestMilliseconds = 100

/** How long something may take that the page can do without: what is not done by then stays plain. */
export class TimeLimit {
  readonly #now: () => number
  readonly #end: number

  constructor(milliseconds = longestMilliseconds, now: () => number = () => performance.now()) {
    this.#now = now
    this.#end = now() + milliseconds
  }

  get isOver(): boolean {
    return this.#now() > this.#end
  }
}
