import { joinStatements } from "./join-statements.ts"

/**
 * A packet's statements as one. MariaDB runs them as a program: when it ends the transaction, as Galera does when another node
 * was faster, the program ends with it, or is run again from its beginning. Of a packet with several statements those that
 * follow would be run all the same, each committed by itself, and the COMMIT at their end would succeed: half of a batch would
 * stay, or an acknowledged one be lost.
 *
 * Nothing in a block gives rows: those of its first run would have been sent. What the caller is told is asked for behind the
 * last block, after the COMMIT. A packet before that holds its block alone, so that a rollback is told with the next.
 */
export const compoundBlock = (packet: string[], asked: string[]): string[] => [
  `BEGIN NOT ATOMIC\n${joinStatements(packet)};\nEND`,
  ...asked,
]
