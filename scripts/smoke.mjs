// Usage: node smoke.mjs BASE_URL PROJECT [KEY]. Drives a running service once from end to end and fails with the reason:
// health, start, status until done, download, and the zip's own structure. Waits at most two minutes.
import { readFileSync } from 'node:fs'

const [base, project, key] = process.argv.slice(2)
const deadline = Date.now() + 120_000
const headers = key ? { 'x-functions-key': key } : {}
const pause = ms => new Promise(done => setTimeout(done, ms))

function fail(message) {
  console.error(`smoke: ${message}`)
  process.exit(1)
}

async function until(what, ask) {
  let last = 'nothing was asked'
  while (Date.now() < deadline) {
    try {
      const answer = await ask()
      if (answer.done) return answer.done
      last = answer.seen
    } catch (e) { last = e.cause?.code ?? e.message }
    await pause(250)
  }
  return fail(`${what}: not within two minutes; last seen: ${last}`)
}

const health = await until('health', async () => {
  const r = await fetch(`${base}/api/health`)
  return r.ok ? { done: await r.json() } : { seen: `HTTP ${r.status}` }
})
console.log(`healthy: version ${health.version}`)

const started = await fetch(`${base}/api/jobs`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: readFileSync(project) })
if (started.status !== 202) fail(`start: HTTP ${started.status} ${(await started.text()).slice(0, 300)}`)
const { id } = await started.json()
console.log(`started: ${id}`)

await until('job', async () => {
  const r = await fetch(`${base}/api/jobs/${id}`, { headers })
  const job = await r.json()
  if (r.status === 200 && job.status !== 'done') fail(`job ended as ${job.status}: ${JSON.stringify(job.output?.issues)}`)
  return r.status === 200 ? { done: job } : { seen: `HTTP ${r.status} ${job.status} ${job.customStatus?.phase}` }
})
const { artifacts } = await (await fetch(`${base}/api/jobs/${id}/artifacts`, { headers })).json()
const { name: zipName, uri } = artifacts.find(a => a.name.endsWith('.zip')) ?? fail(`no zip among the artifacts: ${JSON.stringify(artifacts).slice(0, 300)}`)
const zip = Buffer.from(await (await fetch(uri, { headers })).arrayBuffer())

const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
if (zip.readUInt32LE(0) !== 0x04034b50 || end < 0) fail(`${zipName} is no zip (${zip.length} bytes)`)
console.log(`done: ${zipName}, ${zip.readUInt16LE(end + 10)} files, ${zip.length} bytes`)
