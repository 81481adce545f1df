#!/usr/bin/env bash
# Mutation tests of the room that verifies boards (src/Routing/Verification): changes its code in small ways and looks which change no test notices.
# Arguments are files of the room, without their ending; all of it where there are none: scripts/mutation.sh EdgeCheck HoleCheck. Some minutes a file; not part of .ci/run.
# The report with every survivor is out/mutation/all/reports/mutation-report.html, or that of the files' names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=5.1.0
root=$PWD out=$PWD/out/mutation tool=$PWD/out/tools/dotnet-stryker
[ -x "$tool" ] || dotnet tool install dotnet-stryker --version "$version" --tool-path out/tools
# Stryker waits for the end of what its builds print: no compiler or node may outlive them.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false RunAnalyzers=false DOTNET_ROLL_FORWARD=Major

# Stryker changes all of an assembly before it looks which files are asked for: the core's 33,000 changes take an hour to compile and to try once. So the room becomes an assembly of
# its own, between the rooms that it may use (ArchitectureTests) and all others.
before=(Geometry Issues Caching Gerber Excellon Modules Projects Planning)
rm -rf "$out/src"
mkdir -p "$out/src/Before" "$out/src/After"
cp -r src/Routing "$out/src/Rooms"
cp -r tests/Routing.Tests "$out/src/Tests"
cp tests/*.cs "$out/src"
rm -rf "$out"/src/*/{bin,obj} "$out/src/Rooms/packages.lock.json"
for room in "${before[@]}" RoutingCache.cs; do mv "$out/src/Rooms/$room" "$out/src/Before"; done
mv "$out/src/Rooms/Verification" "$out/src/Verification"
mv "$out/src/Rooms" "$out/src/After/Rooms"
# NAME REFERENCES...: the core's own project, as one of the three assemblies.
project() {
  local name=$1 references=''; shift
  for reference in "$@"; do references+="<ProjectReference Include=\"../$reference/$reference.csproj\" />"; done
  sed -e "s|<AssemblyName>.*</AssemblyName>|<AssemblyName>MakeDevice.Routing.$name</AssemblyName>|" \
    -e "s|<InternalsVisibleTo Include=\"Routing.Tests\" />|&<InternalsVisibleTo Include=\"MakeDevice.Routing.Verification\" /><InternalsVisibleTo Include=\"MakeDevice.Routing.After\" />$references|" \
    src/Routing/Routing.csproj > "$out/src/$name/$name.csproj"
}
project Before
project Verification Before
project After Before Verification
rm "$out/src/After/Rooms/Routing.csproj"
# Tests of the random boards' program need the core as it is.
sed -e 's|<ProjectReference Include="../../src/Routing/Routing.csproj" />|<ProjectReference Include="../Verification/Verification.csproj" /><ProjectReference Include="../After/After.csproj" />|' \
  -e '/RandomBoards/d' -e 's|</Project>|<ItemGroup><Compile Remove="RandomPlacementTests.cs" /></ItemGroup>&|' tests/Routing.Tests/Routing.Tests.csproj > "$out/src/Tests/Routing.Tests.csproj"
cd "$out/src/Tests"
mutate=()
for file in "${@:-*}"; do mutate+=(--mutate "**/$file.cs"); done
exec "$tool" --config-file "$root/tests/stryker.json" "${mutate[@]}" --output "$out/$(IFS=+; echo "${*:-all}")" --skip-version-check
