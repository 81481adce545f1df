// Reads a query with Microsoft's own Kusto parser, against the tables of Application Insights: syntax, names, types.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runInThisContext } from 'node:vm'

// The package is made for a page's script tags, so its files are run in their order.
const folder = dirname(createRequire(import.meta.url).resolve('@kusto/language-service-next'))
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) runInThisContext(readFileSync(join(folder, file), 'utf8'), { filename: file })
const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language

/**
 * The columns that the queries here use, as a query over an Application Insights component sees them. `success` is text there.
 * Source: MicrosoftDocs/azure-monitor-docs, articles/azure-monitor/app/convert-classic-resource.md (438bf70), left column of each table.
 */
const everywhere = 'timestamp: datetime, customDimensions: dynamic, operation_Id: string, operation_Name: string, cloud_RoleInstance: string'
const tables = {
  requests: `${everywhere}, name: string, duration: real, success: string, resultCode: string, itemCount: int`,
  dependencies: `${everywhere}, name: string, duration: real, success: string, itemCount: int`,
  exceptions: `${everywhere}, type: string, outerMessage: string, itemCount: int`,
  customMetrics: `${everywhere}, name: string, value: real, valueCount: int, valueSum: real, valueMin: real, valueMax: real`,
}

const database = new Symbols.DatabaseSymbol.ctor('component',
  Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(`(${columns})`).WithName(name)))
const globals = GlobalState.Default.WithDatabase(database)
const items = list => Array.from({ length: list?.Count ?? 0 }, (_, i) => list.getItem(i))

/** What is wrong with a query, and the columns of its result: {problems: [text], columns: [{name, type}]}. */
export function analyze(query) {
  const code = KustoCode.ParseAndAnalyze(query, globals)
  return {
    problems: items(code.GetDiagnostics()).map(d => `${d.Message} (${d.Code} at «${query.slice(d.Start, d.Start + 30).split('\n')[0]}»)`),
    columns: items(code.ResultType?.Columns).map(c => ({ name: c.Name, type: c.Type.Name })),
  }
}
