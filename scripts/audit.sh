#!/usr/bin/env bash
# Dependency audit and licence list of everything that was restored (NuGet) or locked (npm).
# Usage: scripts/audit.sh [OUT.md]   after a restore. Exit 1: a known vulnerability of severity high or worse, or a licence that
# is not on the list in scripts/licences.mjs. A feed without an advisory index cannot answer; the script then says so and goes on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${1:-artifacts/licences.md}
mkdir -p "$(dirname "$out")"

node scripts/licences.mjs . > "$out"
echo "licences: $(grep -c '^| ' "$out") lines in $out"

# Whether the feed has an advisory index at all: only then must it know of Newtonsoft.Json 12.0.3 (GHSA-5crp-9r3c-p9vr, high).
knows_advisories() {
  local folder; folder=$(mktemp -d)
  cat > "$folder/canary.csproj" <<'CANARY'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.3" /></ItemGroup>
</Project>
CANARY
  local report; report=$(dotnet list "$folder/canary.csproj" package --vulnerable 2>&1 || true)
  rm -rf "$folder"
  grep -q 'Newtonsoft.Json.*High' <<<"$report"
}

failed=0
if knows_advisories; then
  for project in $(git ls-files '*.csproj'); do
    [ -f "$(dirname "$project")/obj/project.assets.json" ] || continue
    if ! report=$(dotnet list "$project" package --vulnerable --include-transitive 2>&1); then
      echo "nuget audit of $project: no answer: $(tail -1 <<<"$report")"
    elif grep -qE '> .*(High|Critical)' <<<"$report"; then
      echo "nuget audit of $project:"; grep -E '> ' <<<"$report"; failed=1
    else
      echo "nuget audit of $project: nothing high or critical reported"
    fi
  done
else
  echo "nuget audit: not audited here, this feed has no advisory index (it does not know of GHSA-5crp-9r3c-p9vr)"
fi

for lock in $(git ls-files '*package-lock.json'); do
  directory=$(dirname "$lock")
  report=$(cd "$directory" && npm audit --audit-level=high --package-lock-only 2>&1) && echo "npm audit of $directory: nothing high or critical reported" && continue
  if grep -qE 'Severity: (high|critical)|[0-9]+ (high|critical)' <<<"$report"; then
    echo "npm audit of $directory:"; echo "$report"; failed=1
  else
    echo "npm audit of $directory: not audited here, this registry has no audit endpoint ($(grep -m1 -E 'npm error' <<<"$report" | cut -c1-120 || echo 'it says nothing'))"
  fi
done
exit $failed
