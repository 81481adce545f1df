// What must hold beyond syntax: no secret, no wide role, the safe value of every safety switch, modules called as they are declared.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { declarations, line, literal, outputs, parameters, properties, walk } from './bicep.mjs'

/** The only roles that may be granted; all are data roles of one resource. */
const allowedRoles = new Set([
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', // Storage Blob Data Owner
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88', // Storage Queue Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', // Storage Table Data Contributor
  '3913510d-42f4-4e42-8a64-420c390055eb', // Monitoring Metrics Publisher
  '0ad04412-c4d5-4796-b79c-f76d14c8d402', // Durable Task Data Contributor
])

const secretText = /AccountKey=|SharedAccess(Key|Signature)|InstrumentationKey=|DefaultEndpointsProtocol=|[?&]sig=|-----BEGIN|password\s*[:=]|\b[A-Za-z0-9+/]{86}==/i
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** Switches by resource type: the path of a property and the only text it may have. */
const switches = {
  'Microsoft.Storage/storageAccounts': [
    ['properties.allowSharedKeyAccess', 'false'],
    ['properties.allowBlobPublicAccess', 'false'],
    ['properties.supportsHttpsTrafficOnly', 'true'],
    ['properties.minimumTlsVersion', "'TLS1_2'"],
  ],
  'Microsoft.Storage/storageAccounts/blobServices/containers': [['properties.publicAccess', "'None'"]],
  'Microsoft.Insights/components': [['properties.DisableLocalAuth', 'true']],
  'Microsoft.OperationalInsights/workspaces': [['properties.features.disableLocalAuth', 'true']],
  'Microsoft.Web/sites': [['properties.httpsOnly', 'true'], ['properties.siteConfig.minTlsVersion', "'1.2'"]],
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': [['properties.allow', 'false']],
}

export function secretsAndRoles(root) {
  const problems = []
  const report = (node, message) => problems.push({ line: line(node), message })
  for (const node of walk(root)) {
    if (node.type === 'string') checkString(node, report)
    if (node.type === 'call_expression') checkCall(node, report)
  }
  return problems
}

function checkString(node, report) {
  const text = node.text.slice(1, -1)
  if (secretText.test(text)) report(node, 'looks like a key or a connection string')
  if (text === '*' || text.endsWith('/*')) report(node, 'a wildcard')
  for (const id of text.match(guid) ?? []) if (!allowedRoles.has(id.toLowerCase())) report(node, `role or id ${id} is not in the list of allowed roles`)
}

function checkCall(node, report) {
  const name = node.namedChildren[0].text.split('.').pop()
  if (/^list[A-Z]\w*$|^list$/.test(name)) report(node, `${name}() reads a secret`)
}

export function safetySwitches(root) {
  const problems = []
  for (const d of declarations(root).filter(d => d.kind === 'resource' && !d.existing)) {
    const type = d.target.split('@')[0]
    for (const [path, wanted] of switches[type] ?? []) {
      const value = path.split('.').reduce((object, key) => object?.type === 'object' ? properties(object).get(key) : undefined, d.body)
      if (value?.text !== wanted) problems.push({ line: d.line, message: `${d.name}: ${path} must be ${wanted}, is ${value?.text ?? 'absent'}` })
    }
  }
  return problems
}

/** Modules exist, get every required parameter and no unknown one, and only their declared outputs are read. */
export function moduleCalls(root, path, parse) {
  const problems = []
  const modules = new Map()
  for (const d of declarations(root).filter(d => d.kind === 'module')) {
    const target = join(dirname(path), d.target)
    if (!existsSync(target)) { problems.push({ line: d.line, message: `module file ${d.target} does not exist` }); continue }
    const callee = parse(target)
    modules.set(d.name, callee)
    const declared = parameters(callee)
    const given = properties(properties(d.body).get('params') ?? { namedChildren: [] })
    for (const [name, p] of declared) if (p.required && !given.has(name)) problems.push({ line: d.line, message: `module ${d.name}: parameter ${name} is missing` })
    for (const name of given.keys()) if (!declared.has(name)) problems.push({ line: d.line, message: `module ${d.name}: no parameter ${name}` })
  }
  for (const node of walk(root)) {
    const use = /^(\w+)\.outputs\.(\w+)$/.exec(node.type === 'member_expression' ? node.text : '')
    if (use && modules.has(use[1]) && !outputs(modules.get(use[1])).has(use[2])) problems.push({ line: line(node), message: `module ${use[1]} has no output ${use[2]}` })
  }
  return problems
}

/** A parameter file assigns every required parameter of the file it uses, and only parameters of it. */
export function parameterFile(root, path, parse) {
  const problems = []
  const using = root.namedChildren.find(n => n.type === 'using_statement')
  const target = using && literal(using.namedChildren[0])
  if (!target || !existsSync(join(dirname(path), target))) return [{ line: 1, message: 'names no existing file after `using`' }]
  const declared = parameters(parse(join(dirname(path), target)))
  const given = new Set(root.namedChildren.filter(n => n.type === 'variable_declaration').map(n => n.namedChildren[0].text))
  for (const [name, p] of declared) if (p.required && !given.has(name)) problems.push({ line: 1, message: `parameter ${name} is missing` })
  for (const name of given) if (!declared.has(name)) problems.push({ line: 1, message: `no parameter ${name} in ${target}` })
  return problems
}

/** Files named by loadTextContent and its like exist; those that end in .json are JSON. */
export function loadedFiles(root, path) {
  const problems = []
  for (const node of walk(root)) {
    if (node.type !== 'call_expression' || !/^load(Text|Json)Content$/.test(node.namedChildren[0].text)) continue
    const name = literal(node.namedChildren[1].namedChildren[0])
    const target = join(dirname(path), name)
    if (!existsSync(target)) { problems.push({ line: line(node), message: `${name} does not exist` }); continue }
    if (name.endsWith('.json')) try { JSON.parse(readFileSync(target, 'utf8')) } catch (e) { problems.push({ line: line(node), message: `${name}: ${e.message}` }) }
  }
  return problems
}

/** Every resource type and version is a released one and has its line in the table of infra/README.md. */
export function justified(root, table) {
  return declarations(root).filter(d => d.kind === 'resource').flatMap(d => {
    const [type, version] = d.target.split('@')
    if (version.includes('preview')) return [{ line: d.line, message: `${d.target} is a preview` }]
    return table.some(row => row.includes(`\`${type}\``) && row.includes(`\`${version}\``)) ? [] : [{ line: d.line, message: `${d.target} has no line in README.md` }]
  })
}
