// Proves that the check can fail: plants one fault at a time in a copy of the real files and expects the check to name it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check.mjs'
import { checkQueries } from './queries.mjs'

const source = join(import.meta.dirname, '..')
const faults = [
  ['a brace is lost', 'modules/storage.bicep', /\n}\n\nresource blobs/, '\n\nresource blobs', /syntax error/],
  ['a value is lost', 'main.bicep', 'param location string = resourceGroup().location', 'param location string =', /syntax error/],
  ['a quote is lost', 'modules/identity.bicep', "@2024-11-30'", '@2024-11-30', /syntax error/],
  ['a parameter file breaks', 'main.bicepparam', "using 'main.bicep'", "using 'main.bicep", /syntax error|using/],
  ['shared keys on', 'modules/storage.bicep', 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: true', /allowSharedKeyAccess/],
  ['public blobs on', 'modules/storage.bicep', "publicAccess: 'None'", "publicAccess: 'Blob'", /publicAccess/],
  ['a switch is missing', 'modules/monitoring.bicep', '    DisableLocalAuth: true\n', '', /DisableLocalAuth/],
  ['a key is read', 'modules/function-app.bicep', 'string(jobRetentionHours)', 'app.listKeys().keys[0].value', /listKeys/],
  ['a connection string', 'modules/function-app.bicep', "'managedidentity'", "'DefaultEndpointsProtocol=https;AccountKey=x'", /connection string/],
  ['the Owner role', 'modules/roles.bicep', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', /allowed roles/],
  ['a wildcard origin', 'main.bicepparam', "'https://makedevice.example'", "'*'", /wildcard/],
  ['an unknown module parameter', 'main.bicep', 'jobBlobDays: jobBlobDays', 'jobBlobDay: jobBlobDays', /no parameter jobBlobDay/],
  ['an unknown output', 'main.bicep', 'identity.outputs.clientId', 'identity.outputs.clientID', /no output clientID/],
  ['an unjustified version', 'modules/identity.bicep', '2024-11-30', '2023-01-31', /no line in README/],
  ['a broken workbook', 'workbook.json', '{', '', /workbook.json/],
]

const queryFaults = [
  ['a query breaks off', 'queries/error-rate.kql', '| project value', '| project', /Expected|expected/],
  ['an alert compares nothing', 'queries/job-time.kql', 'summarize value =', 'summarize p95 =', /not one number named value/],
  ['a column that is not', 'workbook.json', 'percentile(duration, 50)', 'percentile(durationMs, 50)', /durationMs/],
  ['a text taken for a truth', 'workbook.json', 'tobool(success)', 'success', /type bool expected/],
  ['a table that is not', 'workbook.json', 'customMetrics |', 'metrics |', /'metrics'/],
]

const clean = await check(source)
let failures = clean.problems.length
for (const problem of checkQueries(source).problems) { failures++; console.error(problem) }
for (const p of clean.problems) console.error(`${p.file}:${p.line}: ${p.message}`)

/** Plants a fault in a copy and asks whether the messages of a check name it. */
async function expectNamed([name, file, from, to, expected], messages) {
  const copy = mkdtempSync(join(tmpdir(), 'bicep-check-'))
  cpSync(source, copy, { recursive: true, filter: f => !f.includes('node_modules') })
  const text = readFileSync(join(copy, file), 'utf8')
  const broken = text.replace(from, to)
  writeFileSync(join(copy, file), broken)
  const found = (await messages(copy)).some(message => expected.test(message))
  if (broken === text || !found) { failures++; console.error(`not detected: ${name}`) }
  rmSync(copy, { recursive: true })
}

for (const fault of faults) await expectNamed(fault, async copy => (await check(copy)).problems.map(p => p.message))
for (const fault of queryFaults) await expectNamed(fault, copy => checkQueries(copy).problems)
console.log(`${faults.length + queryFaults.length} planted faults, ${failures} not as expected`)
process.exitCode = failures > 0 ? 1 : 0
