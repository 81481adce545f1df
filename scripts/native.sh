#!/usr/bin/env bash
# Makes the command a native program (docs/install.md), which makes of the samples the boards that the built one makes, byte by byte.
# Usage: scripts/native.sh   Needs gcc or clang.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
boards=(small typical lshape)
# What it restores and builds is another thing than what lies beside the sources, and may be made while that is used.
dotnet publish src/Command -c Release --use-current-runtime -p:PublishAot=true --artifacts-path "$work/artifacts" -v quiet --nologo -o "$work/native"
[ -x src/Command/bin/Release/net10.0/MakeDevice.Command ] || dotnet build src/Command -c Release -v quiet --nologo

"$work/native/MakeDevice.Command" route "${boards[@]}" --out "$work/of-native"
src/Command/bin/Release/net10.0/MakeDevice.Command route "${boards[@]}" --out "$work/of-built"
diff -r "$work/of-native" "$work/of-built"

"$work/native/MakeDevice.Command" route small --out "$work/small.zip"
"$work/native/MakeDevice.Command" panel "$work/small.zip" --columns 2 --out "$work/panel.zip"
"$work/native/MakeDevice.Command" verify "$work/small.zip"
