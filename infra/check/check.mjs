// Usage: node check.mjs INFRA_DIR. Prints file:line: problem for all problems; exit 1 if there is one.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { loadParser, parseFile, syntaxErrors } from './bicep.mjs'
import { justified, loadedFiles, moduleCalls, parameterFile, safetySwitches, secretsAndRoles } from './rules.mjs'

export async function check(directory) {
  const parser = await loadParser()
  const parse = path => parseFile(parser, path)
  const table = readFileSync(join(directory, 'README.md'), 'utf8').split('\n').filter(row => row.startsWith('|'))
  const files = readdirSync(directory, { recursive: true }).map(f => join(directory, f))
    .filter(f => /\.bicep(param)?$/.test(f) && !f.includes('node_modules')).sort()
  const problems = files.flatMap(path => checkFile(path, parse, table).map(p => ({ file: relative(directory, path), ...p })))
  return { files, problems }
}

function checkFile(path, parse, table) {
  const root = parse(path)
  const errors = syntaxErrors(root).map(e => ({ line: e.line, message: `syntax error at column ${e.column}: ${e.text}` }))
  if (errors.length > 0) return errors
  const always = [...secretsAndRoles(root), ...loadedFiles(root, path)]
  if (path.endsWith('.bicepparam')) return [...always, ...parameterFile(root, path, parse)]
  return [...always, ...safetySwitches(root), ...moduleCalls(root, path, parse), ...justified(root, table)]
}

if (process.argv[1] === import.meta.filename) {
  const { files, problems } = await check(process.argv[2] ?? '..')
  for (const p of problems) console.error(`${p.file}:${p.line}: ${p.message}`)
  console.log(`${files.length} Bicep files, ${problems.length} problems`)
  process.exitCode = problems.length > 0 || files.length === 0 ? 1 : 0
}
