// Reads Bicep with tree-sitter's grammar into the little that the checks need: syntax errors, declarations, properties, calls.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Language, Parser } from 'web-tree-sitter'

const wasm = fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'))

export async function loadParser() {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(wasm))
  return parser
}

/** Parses one file. The grammar has no `param name = value`, the assignment of a .bicepparam; there it is read as `var`. */
export function parseFile(parser, path) {
  const text = readFileSync(path, 'utf8')
  return parseText(parser, text, path.endsWith('.bicepparam'))
}

export function parseText(parser, text, isParameterFile = false) {
  const source = isParameterFile ? text.replace(/^param /gm, 'var   ') : text
  return parser.parse(source).rootNode
}

export function* walk(node) {
  yield node
  for (const child of node.namedChildren) yield* walk(child)
}

/** Every node that the grammar could not place, or had to invent: [{line, column, text}]. */
export function syntaxErrors(root) {
  const errors = []
  const visit = node => {
    if (node.isError || node.isMissing)
      errors.push({ line: node.startPosition.row + 1, column: node.startPosition.column + 1, text: node.text.split('\n')[0].slice(0, 40) })
    for (const child of node.children) if (child.hasError || child.isMissing || child.isError) visit(child)
  }
  if (root.hasError) visit(root)
  if (root.hasError && errors.length === 0) errors.push({ line: 1, column: 1, text: 'unreadable' })
  return errors
}

export const line = node => node.startPosition.row + 1

/** The text of a string without interpolation, else undefined. */
export function literal(node) {
  if (node?.type !== 'string') return undefined
  return node.namedChildren.every(c => c.type === 'string_content' || c.type === 'escape_sequence') ? node.text.slice(1, -1) : undefined
}

/** Properties of an object: Map of name to value node. */
export function properties(object) {
  const found = new Map()
  for (const property of object.namedChildren.filter(c => c.type === 'object_property')) {
    const parts = property.namedChildren.filter(c => c.type !== 'comment')
    const key = literal(parts[0]) ?? parts[0].text
    found.set(key, parts[1])
  }
  return found
}

/** The body of a declaration: its object, looked for inside a condition or a loop too. */
function bodyOf(declaration) {
  const queue = declaration.namedChildren.filter(c => c.type !== 'decorators')
  while (queue.length > 0) {
    const node = queue.shift()
    if (node.type === 'object') return node
    if (node.type === 'for_statement' || node.type === 'if_statement' || node.type === 'parenthesized_expression')
      queue.push(...node.namedChildren)
  }
  return undefined
}

/** Resources and modules: {kind, name, target, existing, body, line}. */
export function declarations(root) {
  return root.namedChildren
    .filter(n => n.type === 'resource_declaration' || n.type === 'module_declaration')
    .map(n => ({
      kind: n.type === 'module_declaration' ? 'module' : 'resource',
      name: n.namedChildren.find(c => c.type === 'identifier').text,
      target: literal(n.namedChildren.find(c => c.type === 'string')),
      existing: n.children.some(c => c.type === 'existing' || c.text === 'existing'),
      body: bodyOf(n),
      line: line(n),
    }))
}

/** Parameters: Map of name to {required}; a parameter with a default value is not required. */
export function parameters(root) {
  return new Map(root.namedChildren.filter(n => n.type === 'parameter_declaration').map(n => {
    const parts = n.namedChildren
    const optionalType = parts[1]?.type === 'nullable_type' || parts[1]?.text.endsWith('?')
    return [parts[0].text, { required: parts.length < 3 && !optionalType }]
  }))
}

const namesOf = (root, type) => new Set(root.namedChildren.filter(n => n.type === type).map(n => n.namedChildren[0].text))
export const outputs = root => namesOf(root, 'output_declaration')
export const variables = root => namesOf(root, 'variable_declaration')
