#!/usr/bin/env bash
# A software bill of materials (CycloneDX, JSON) of each program: what is in it, by name, version and package URL.
# Usage: scripts/sbom.sh [OUT_DIR]   after a restore. A program that was not restored, because the feed lacks its packages, is named and left out.
# Exit 1: the tool is there and a bill could not be written, or names nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${1:-artifacts/sbom}
mkdir -p "$out"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)

if ! dotnet tool restore > "$out/tool.log" 2>&1; then
  echo "sbom: not written here, this feed does not hold the tool ($(grep -oE 'NU[0-9]+' "$out/tool.log" | sort -u | tr '\n' ' '))"
  exit 0
fi
rm "$out/tool.log"

for project in src/Command src/Local src/Functions.Worker; do
  name=$(basename "$project")
  if [ ! -f "$project/obj/project.assets.json" ]; then
    echo "sbom: $name was not restored here"
    continue
  fi
  # Nothing is asked of a registry: licences are scripts/audit.sh's.
  dotnet tool run dotnet-CycloneDX "$project/$name.csproj" --output "$out" --filename "$name.cdx.json" --output-format Json \
    --disable-package-restore --set-name "MakeDevice.$name" --set-version "$version" --exclude-dev > "$out/$name.log" 2>&1 || { cat "$out/$name.log"; exit 1; }
  rm "$out/$name.log"
  count=$(grep -c '"purl"' "$out/$name.cdx.json")
  echo "sbom: $name has $count packages"
  [ "$count" -gt 0 ]
done
