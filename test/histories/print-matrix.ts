import { importMatrix } from "./import-matrix.ts"
import { matrixTable } from "./matrix-table.ts"

console.log(matrixTable(await importMatrix()))
