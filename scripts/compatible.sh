#!/usr/bin/env bash
# Checks that everything src/ uses of @grafana/* exists in the oldest supported and in the newest packages.
# The newest are also in scripts/grafanaPackages.mjs. The registry has no @grafana/runtime for the end of 12.2, hence the two
# numbers in the first line.
set -euo pipefail
cd "$(dirname "$0")/.."

oldest='@grafana/data@12.2.10,@grafana/ui@12.2.10,@grafana/runtime@12.2.1'
newest='@grafana/data@13.2.2,@grafana/ui@13.2.2,@grafana/runtime@13.2.2'

for target in "$oldest" "$newest"; do
  echo "Checking against $target"
  npx levitate is-compatible --path src/module.ts --target "$target"
done
