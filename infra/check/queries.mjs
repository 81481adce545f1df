// Usage: node queries.mjs INFRA_DIR. Checks every query of the workbook and the alerts; exit 1 if one is wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyze } from './kusto.mjs'

/** An alert's query must give its threshold something to compare: one number named `value` (metricMeasureColumn in alerts.bicep). */
function alertProblems(query) {
  const { problems, columns } = analyze(query)
  const isNumber = columns.length === 1 && columns[0].name === 'value' && ['real', 'long', 'int'].includes(columns[0].type)
  return problems.length > 0 || isNumber ? problems : [`its result is not one number named value, but ${columns.map(c => `${c.name}: ${c.type}`).join(', ')}`]
}

/** Panels with a query, at any depth: [name, query with the parameters' braces filled]. */
function* panels(items) {
  for (const { name, content } of items) {
    if (content?.query) yield [name, content.query.replace(/\{\w+\}/g, 'x')]
    if (content?.items) yield* panels(content.items)
  }
}

export function checkQueries(directory) {
  const alerts = readdirSync(join(directory, 'queries')).map(file => [`queries/${file}`, alertProblems(readFileSync(join(directory, 'queries', file), 'utf8'))])
  const workbook = JSON.parse(readFileSync(join(directory, 'workbook.json'), 'utf8'))
  const shown = [...panels(workbook.items)].map(([name, query]) => [`workbook.json, panel ${name}`, analyze(query).problems])
  const all = [...alerts, ...shown]
  return { count: all.length, problems: all.flatMap(([where, problems]) => problems.map(p => `${where}: ${p}`)) }
}

if (process.argv[1] === import.meta.filename) {
  const { count, problems } = checkQueries(process.argv[2] ?? '..')
  for (const problem of problems) console.error(problem)
  console.log(`${count} queries, ${problems.length} problems`)
  process.exitCode = problems.length > 0 || count === 0 ? 1 : 0
}
