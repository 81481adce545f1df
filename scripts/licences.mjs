// Usage: node licences.mjs ROOT. Prints a Markdown table of every restored NuGet package and locked npm package with its licence;
// exit 1 where a licence is unknown or not on the list below.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const allowed = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'MS-PL', 'Unicode-3.0', 'BlueOak-1.0.0',
  'Python-2.0', 'CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Unlicense', 'Public-Domain', 'Zlib', 'MS-NET-LIBRARY',
  // Asks for its own files' changes only: axe, which tests use as it is.
  'MPL-2.0'])

// Licences that their packages name by address only, read by hand.
const readByHand = new Map([
  ['http://geraintluff.github.io/tv4/LICENSE.txt', 'Public-Domain'],
  ['https://raw.githubusercontent.com/aspnet/AspNetCore/2.0.0/LICENSE.txt', 'Apache-2.0'],
  ['https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt', 'Apache-2.0'],
  // Azure/azure-webjobs-sdk and its extensions.
  ['https://go.microsoft.com/fwlink/?linkid=2028464', 'MIT'],
  ['https://raw.github.com/JamesNK/Newtonsoft.Json.Bson/master/LICENSE.md', 'MIT'],
  // dotnet/reactive.
  ['http://go.microsoft.com/fwlink/?LinkID=261272', 'MIT'],
  ['https://github.com/Azure/azure-storage-net/blob/master/LICENSE.txt', 'Apache-2.0'],
])

const root = process.argv[2] ?? '.'
const skipped = new Set(['node_modules', '.git', 'bin', 'TestResults'])

function* find(directory, name) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* find(join(directory, entry.name), name)
    else if (entry.name === name) yield join(directory, entry.name)
  }
}

/** The licence a package states: an SPDX expression, a well-known address, or the words of its licence file. */
function nugetLicence(folder) {
  const nuspec = readdirSync(folder).find(f => f.endsWith('.nuspec'))
  if (!nuspec) return 'unknown'
  const xml = readFileSync(join(folder, nuspec), 'utf8')
  const stated = /<license type="(\w+)"[^>]*>([^<]+)</.exec(xml)
  if (stated?.[1] === 'expression') return stated[2]
  if (stated?.[1] === 'file') {
    const file = join(folder, stated[2].replaceAll('\\', '/'))
    return existsSync(file) ? fromText(readFileSync(file, 'utf8')) : 'unknown'
  }
  return fromUrl(/<licenseUrl>([^<]+)</.exec(xml)?.[1] ?? '')
}

function fromText(text) {
  if (/public domain/i.test(text)) return 'Public-Domain'
  if (/MICROSOFT SOFTWARE LICENSE TERMS/i.test(text)) return 'MS-NET-LIBRARY'
  if (/Apache License/i.test(text)) return 'Apache-2.0'
  if (/Permission is hereby granted, free of charge/i.test(text)) return 'MIT'
  if (/Redistribution and use in source and binary forms/i.test(text)) return /Neither the name/i.test(text) ? 'BSD-3-Clause' : 'BSD-2-Clause'
  return 'unknown'
}

function fromUrl(url) {
  if (readByHand.has(url)) return readByHand.get(url)
  if (/licenses\.nuget\.org\/([\w.-]+)/.test(url)) return RegExp.$1
  if (/apache\.org\/licenses\/LICENSE-2\.0|raw\.githubusercontent\.com\/xunit\/xunit\/master\/license\.txt/i.test(url)) return 'Apache-2.0'
  if (/opensource\.org\/licenses\/mit/i.test(url)) return 'MIT'
  if (/github\.com\/dotnet\/corefx\/blob\/master\/LICENSE\.TXT/i.test(url)) return 'MIT'
  if (/dotnet_library_license|linkid=329770/i.test(url)) return 'MS-NET-LIBRARY'
  return url === '' ? 'unknown' : `unknown (${url})`
}

function nugetPackages() {
  const packages = new Map()
  for (const file of find(root, 'project.assets.json')) {
    const assets = JSON.parse(readFileSync(file, 'utf8'))
    const folders = Object.keys(assets.packageFolders ?? {})
    for (const [id, library] of Object.entries(assets.libraries ?? {})) {
      if (library.type !== 'package' || packages.has(id)) continue
      const folder = folders.map(f => join(f, library.path)).find(existsSync)
      packages.set(id, folder ? nugetLicence(folder) : 'unknown')
    }
  }
  return packages
}

function npmPackages() {
  const packages = new Map()
  for (const file of find(root, 'package-lock.json'))
    for (const [path, entry] of Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages ?? {})) {
      if (path === '') continue
      const id = `${path.split('node_modules/').pop()}/${entry.version}`
      const licence = entry.license ?? installedLicence(join(file, '..', path))
      packages.set(id, readByHand.get(licence) ?? licence)
    }
  return packages
}

function installedLicence(folder) {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).license ?? 'unknown' : 'unknown'
}

const isAllowed = licence => licence.replace(/[()]/g, '').split(/ OR /).some(l => l.split(/ AND /).every(part => allowed.has(part.trim())))
const rows = [['NuGet', nugetPackages()], ['npm', npmPackages()]]
  .flatMap(([feed, packages]) => [...packages].map(([id, licence]) => ({ feed, id, licence })))
  .sort((a, b) => `${a.feed}${a.id}`.toLowerCase() < `${b.feed}${b.id}`.toLowerCase() ? -1 : 1)

console.log('| feed | package | licence |\n|---|---|---|')
for (const r of rows) console.log(`| ${r.feed} | ${r.id} | ${r.licence} |`)
const refused = rows.filter(r => !isAllowed(r.licence))
for (const r of refused) console.error(`licence not on the list: ${r.feed} ${r.id}: ${r.licence}`)
process.exitCode = refused.length > 0 ? 1 : 0
