import { Output, type OutputStream } from "../src/output/output.ts"

/** A terminal of a width, or a pipe, that keeps what is printed to it. */
export class FakeTerminal implements OutputStream {
  readonly isTTY: boolean
  readonly writableNeedDrain = false
  readonly columns: number
  printed = ""

  constructor(columns: number, isTTY = true) {
    this.columns = columns
    this.isTTY = isTTY
  }

  write(text: string): void {
    this.printed += text
  }

  once(): void {}
}

/** What a function prints on a terminal of that width, without colours unless they are asked for. */
export async function printedOn(
  columns: number,
  print: (output: Output) => void | Promise<void>,
  colour = false,
): Promise<string> {
  const terminal = new FakeTerminal(columns)
  const output = new Output(terminal, colour)
  await print(output)
  await output.flush()
  return terminal.printed
}
