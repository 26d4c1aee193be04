import { readFileSync } from "node:fs"
import { type Comment, type Node, parseSync } from "oxc-parser"

/** Something that a module declares, or a member of it, with its doc comment. */
export interface DocumentedName {
  /** `apply`; of an entry of a union, its text. */
  name: string
  /** Its text, without a body: `apply(batch: Batch): Promise<ApplyResult>`. */
  signature: string
  /** The paragraphs of its doc comment, without stars. Empty where there is none. */
  paragraphs: string[]
  /** Those that others may use. */
  members: DocumentedName[]
  /** The interfaces that it extends. */
  bases: string[]
}

/**
 * What a module declares, in order: types with their members, exported or not, since they may be extended; and the classes,
 * objects and functions that it exports.
 */
export function documentedNames(file: string): DocumentedName[] {
  const text = readFileSync(file, "utf8")
  const { program, comments } = parseSync(file, text)
  const source = { text, comments }
  return program.body.flatMap((statement) => {
    const isExported = statement.type === "ExportNamedDeclaration"
    const declaration = isExported ? statement.declaration : statement
    if (!isExported && !/^TS(?:Interface|TypeAlias)Declaration$/.test(declaration?.type ?? "")) return []
    switch (declaration?.type) {
      case "TSInterfaceDeclaration":
        return [
          {
            ...named(source, statement, declaration.id.name, declaration.body.body),
            bases: declaration.extends.map(({ start, end }) => text.slice(start, end)),
          },
        ]
      case "TSTypeAliasDeclaration": {
        const { typeAnnotation } = declaration
        const entries = typeAnnotation.type === "TSUnionType" ? typeAnnotation.types : []
        // A member that only names another type is documented there.
        const objects = entries.filter(({ type }) => type === "TSTypeLiteral")
        return [named(source, statement, declaration.id.name, objects.length === entries.length ? objects : [])]
      }
      case "ClassDeclaration":
        return [named(source, statement, declaration.id?.name ?? "", declaration.body.body)]
      case "VariableDeclaration":
        return declaration.declarations.flatMap(({ id, init }) => {
          if (id.type !== "Identifier") return []
          // The members of one that has a type are documented there.
          return [named(source, statement, id.name, id.typeAnnotation == null ? propertiesOf(init) : [])]
        })
      case "FunctionDeclaration":
        return [named(source, statement, declaration.id?.name ?? "", [])]
      default:
        return []
    }
  })
}

interface Source {
  text: string
  comments: Comment[]
}

/** The properties of an object, also of one that is followed by `as const` or `satisfies`. */
function propertiesOf(value: Node | null): Node[] {
  if (value?.type === "TSAsExpression" || value?.type === "TSSatisfiesExpression") return propertiesOf(value.expression)
  if (value?.type !== "ObjectExpression") return []
  // A sentence describes itself, and what only names something else is described there.
  return value.properties.filter((each) => each.type === "Property" && !each.shorthand && !isText(each.value))
}

const isText = (value: Node): boolean => value.type === "Literal" && typeof value.value === "string"

function named(source: Source, node: Node, name: string, members: readonly Node[]): DocumentedName {
  return {
    name,
    signature: signatureOf(source.text.slice(node.start, node.end)),
    paragraphs: paragraphsBefore(source, node.start),
    bases: [],
    members: members.filter(isPublic).map((member) => {
      const signature = signatureOf(source.text.slice(member.start, member.end))
      return named(source, member, /[A-Za-z_]\w*(?=\??[<(:]| =)/.exec(signature)?.[0] ?? signature, [])
    }),
  }
}

/** Not what only the class itself calls, and not its constructor, whose parameters the class describes. */
function isPublic(member: Node): boolean {
  // A symbol is the module's own.
  if (member.type === "TSPropertySignature" && member.computed) return false
  if (member.type !== "MethodDefinition" && member.type !== "PropertyDefinition") return true
  if (member.type === "MethodDefinition" && member.kind === "constructor") return false
  return member.key.type !== "PrivateIdentifier" && !member.computed
}

/** On one line, and without a function's body. */
const signatureOf = (text: string): string =>
  text
    .replace(/\) \{\n.*$/s, ")")
    .replace(/\s+/g, " ")
    .replace(/[;,]$/, "")

/** A doc comment ends where the declaration begins; between them there is only white space, or the `|` of a union. */
function paragraphsBefore({ text, comments }: Source, start: number): string[] {
  const comment = comments.findLast(({ end }) => end <= start)
  if (comment === undefined || !comment.value.startsWith("*")) return []
  if (!/^[\s|]*$/.test(text.slice(comment.end, start))) return []
  return comment.value
    .slice(1)
    .replace(/^ *\* ?/gm, "")
    .trim()
    .split(/\n{2,}/)
}
