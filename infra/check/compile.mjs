// Usage: node compile.mjs BICEP INFRA_DIR, where BICEP is Microsoft's compiler. Compiles the templates with their parameters; each of its
// warnings counts as an error, as an unknown property is only a warning. Then proves with planted faults that it can fail. Exit 1 if it does not.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [bicep, infra] = process.argv.slice(2)
const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }

/** What the compiler says of the template and of its parameters; nothing where all is well. */
function compile(directory) {
  return [['build', 'main.bicep'], ['build-params', 'main.bicepparam']].flatMap(([command, file]) => {
    const run = spawnSync(bicep, [command, join(directory, file), '--stdout'], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
    const said = run.stderr.split('\n').filter(line => / : (Warning|Error|Info) /.test(line))
    return run.status === 0 || said.length > 0 ? said : [`bicep ${command}: ${run.error?.message ?? run.stderr}`]
  })
}

/** All planted at once, each in a resource of its own: [what, file, from, to, the line that must name it]. */
const faults = [
  ['a resource type that is not', 'modules/identity.bicep', 'userAssignedIdentities@', 'userAssignedIdentitys@', /identity\.bicep.* BCP081/],
  ['a version that is not', 'modules/monitoring.bicep', 'workspaces@2025-02-01', 'workspaces@2025-02-02', /monitoring\.bicep.* BCP081/],
  ['a property that is not', 'modules/function-app.bicep', 'httpsOnly:', 'httpsAlways:', /function-app\.bicep.* BCP037.*httpsAlways/],
  ['a value of another kind', 'modules/storage.bicep', 'allowSharedKeyAccess: false', "allowSharedKeyAccess: 'no'", /storage\.bicep.* BCP036.*allowSharedKeyAccess/],
  ['a value that is not among the published', 'modules/storage.bicep', "publicAccess: 'None'", "publicAccess: 'Nobody'", /storage\.bicep.* BCP036.*publicAccess/],
  ['a required property is missing', 'modules/workbook.bicep', 'displayName: displayName', '', /workbook\.bicep.* BCP035.*displayName/],
  ['a required parameter is missing', 'main.bicepparam', "param environmentName = 'dev'", '', /main\.bicepparam.* BCP258/],
]

function notDetected() {
  const copy = mkdtempSync(join(tmpdir(), 'bicep-compile-'))
  cpSync(infra, copy, { recursive: true, filter: f => !/node_modules|\/obj$/.test(f) })
  for (const [, file, from, to] of faults) writeFileSync(join(copy, file), readFileSync(join(copy, file), 'utf8').replace(from, to))
  const said = compile(copy)
  rmSync(copy, { recursive: true })
  return faults.filter(([, , , , expected]) => !said.some(line => expected.test(line))).map(([name]) => `not detected: ${name}`)
}

const version = execFileSync(bicep, ['--version'], { env, encoding: 'utf8' }).trim()
const problems = [...compile(infra), ...notDetected()]
for (const problem of problems) console.error(problem)
console.log(`${version}: ${faults.length} planted faults, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
