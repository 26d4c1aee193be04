/** What a person and a model said to each other in one turn. Every text is one that is nowhere else. */
export interface Turn {
  question: string
  thought: string
  command: string
  output: string
  answer: string
  /** Epoch milliseconds, in whole seconds: some programs count no finer. */
  at: number
}

/** A session, whatever program wrote it. */
export interface Conversation {
  /** A number in its history, from 0 on. */
  number: number
  title: string
  turns: readonly Turn[]
  /** What is left to be done. */
  todos: readonly string[]
}

/** Where all of them ran. */
export const folder = "/srv/widget"

const firstTime = Date.parse("2026-03-01T09:00:00Z")

/** How large a history is, and what its texts are called. */
export interface HistorySize {
  sessions: number
  turns: number
  /** Characters of each tool's output, about. */
  outputCharacters?: number
}

/** Conversations of a size. */
export function* conversations({ sessions, turns, outputCharacters = 0 }: HistorySize): Generator<Conversation> {
  for (let number = 0; number < sessions; number += 1) {
    const text = (kind: string, turn: number) => `${kind} ${number}-${turn} grüßt 世界`
    yield {
      number,
      title: `title ${number}-0`,
      todos: [`todo ${number}-0 first`, `todo ${number}-0 second`],
      turns: Array.from({ length: turns }, (_, turn) => ({
        question: text("question", turn),
        thought: text("thought", turn),
        command: text("command", turn),
        output: text("output", turn).padEnd(outputCharacters, " lorem ipsum dolor"),
        answer: text("answer", turn),
        at: firstTime + (number * turns + turn) * 60_000,
      })),
    }
  }
}

/** The texts of a conversation: each of them must be somewhere in what was made of it. */
export const textsOf = ({ title, todos, turns }: Conversation): string[] => [
  title,
  ...todos,
  ...turns.flatMap(({ question, thought, command, output, answer }) => [question, thought, command, output, answer]),
]
