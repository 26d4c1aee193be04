/**
 * Statements as one. MariaDB runs them as a program: when it ends the transaction, as Galera does when another node was faster,
 * the program ends with it, or is run again from its beginning. Of a packet with several statements those that follow would be
 * run all the same, each committed by itself, and the COMMIT at their end would succeed: half of a batch would stay, or an
 * acknowledged one be lost. Nothing in it may give rows: those of the first run would have been sent.
 */
export const compoundBlock = (statements: string[]): string => `BEGIN NOT ATOMIC\n${statements.join(";\n")};\nEND`
