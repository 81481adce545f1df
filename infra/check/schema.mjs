// Usage: node schema.mjs INFRA_DIR TYPES_DIR, where TYPES_DIR is the folder `generated` of a checkout of github.com/Azure/bicep-types-az.
// Checks every resource against the published type of its API version: the version exists, each property exists and may be
// written, required ones are there, and a literal is of the published kind. Made for a second look; `az bicep build` knows more.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { declarations, line, literal, loadParser, parseFile, properties } from './bicep.mjs'

const READ_ONLY = 2, REQUIRED = 1
const [infra, generated] = process.argv.slice(2)
const libraries = new Map()

/** All types.json of a provider and API version, keyed by `Provider/type@version` in lower case. */
function resourceTypes(provider, version) {
  const key = `${provider}@${version}`
  if (libraries.has(key)) return libraries.get(key)
  const found = new Map()
  for (const group of readdirSync(generated)) {
    let types
    try { types = JSON.parse(readFileSync(join(generated, group, provider.toLowerCase(), version, 'types.json'), 'utf8')) } catch { continue }
    for (const t of types) if (t.$type === 'ResourceType') found.set(t.name.toLowerCase(), { types, body: at(types, t.body) })
  }
  libraries.set(key, found)
  return found
}

const at = (types, ref) => types[Number(ref.$ref.slice(2))]
let checked = 0

function checkValue(types, type, node, path, report) {
  if (!node) return
  if (type.$type === 'DiscriminatedObjectType') return checkDiscriminated(types, type, node, path, report)
  if (type.$type === 'UnionType') return checkUnion(types, type, node, path, report)
  if (node.type === 'object' && type.$type === 'ObjectType') return checkObject(types, type, node, path, report)
  if (node.type === 'array' && type.$type === 'ArrayType')
    return node.namedChildren.filter(c => c.type !== 'comment').forEach((c, i) => checkValue(types, at(types, type.itemType), c, `${path}[${i}]`, report))
  const expected = { string: 'StringType', number: 'IntegerType', boolean: 'BooleanType', object: 'ObjectType', array: 'ArrayType' }[node.type]
  if (expected && type.$type !== 'AnyType' && type.$type !== expected && !(type.$type === 'StringLiteralType' && literal(node) === type.value))
    report(node, `${path} is ${node.type}, published as ${type.$type}`)
  if (node.type === 'number' && type.minValue !== undefined && Number(node.text) < type.minValue) report(node, `${path} is below ${type.minValue}`)
}

function checkUnion(types, type, node, path, report) {
  const values = type.elements.map(e => at(types, e))
  if (values.some(v => v.$type === 'StringType') || literal(node) === undefined) return
  if (!values.some(v => v.value === literal(node))) report(node, `${path}: '${literal(node)}' is not one of ${values.map(v => v.value).join(', ')}`)
}

function checkDiscriminated(types, type, node, path, report) {
  const value = literal(properties(node).get(type.discriminator))
  const variant = type.elements[value]
  if (!variant) return report(node, `${path}: no variant for ${type.discriminator} '${value}'`)
  const merged = { ...at(types, variant), properties: { ...type.baseProperties, ...at(types, variant).properties } }
  checkObject(types, merged, node, path, report)
}

function checkObject(types, type, node, path, report) {
  const published = new Map(Object.entries(type.properties ?? {}))
  for (const [key, value] of properties(node)) {
    const property = published.get(key)
    if (!property && !type.additionalProperties) { report(value, `${path}.${key} is not published`); continue }
    checked++
    if (property && property.flags & READ_ONLY) report(value, `${path}.${key} is read-only`)
    checkValue(types, at(types, property?.type ?? type.additionalProperties), value, `${path}.${key}`, report)
  }
  for (const [key, p] of published) if (p.flags & REQUIRED && !properties(node).has(key)) report(node, `${path}.${key} is required`)
}

const parser = await loadParser()
let problems = 0
const seen = new Set()
for (const file of readdirSync(infra, { recursive: true }).filter(f => f.endsWith('.bicep') && !f.includes('node_modules')))
  for (const d of declarations(parseFile(parser, join(infra, file))).filter(d => d.kind === 'resource')) {
    const report = (node, message) => { problems++; console.error(`${file}:${line(node)}: ${message}`) }
    const [type, version] = d.target.split('@')
    const found = resourceTypes(type.split('/')[0], version).get(d.target.toLowerCase())
    if (!found) { report(d.body, `${d.target} is not published`); continue }
    seen.add(d.target)
    if (d.existing) continue
    // These four belong to the language, not to the resource; name is written with its parents by the compiler.
    const own = { ...found.body, properties: { ...found.body.properties, parent: anyProperty(found), scope: anyProperty(found), dependsOn: anyProperty(found) } }
    for (const builtIn of ['id', 'type', 'apiVersion']) delete own.properties[builtIn]
    if (own.$type === 'DiscriminatedObjectType') checkDiscriminated(found.types, withLanguage(own, found), d.body, d.name, report)
    else checkObject(found.types, own, d.body, d.name, report)
  }
for (const target of [...seen].sort()) console.log(`published: ${target}`)
console.log(`${seen.size} resource types, ${checked} properties, ${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

function anyProperty(found) {
  let index = found.types.findIndex(t => t.$type === 'AnyType')
  if (index < 0) index = found.types.push({ $type: 'AnyType' }) - 1
  return { type: { $ref: `#/${index}` }, flags: 0 }
}

function withLanguage(type, found) {
  const base = { ...type.baseProperties, parent: anyProperty(found), scope: anyProperty(found), dependsOn: anyProperty(found) }
  for (const builtIn of ['id', 'type', 'apiVersion']) delete base[builtIn]
  return { ...type, baseProperties: base }
}
