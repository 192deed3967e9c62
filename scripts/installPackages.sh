#!/usr/bin/env bash
# Installs packages of Debian, as root. Steps of .ci/run and workers of Jest may ask at the same time, and apt-get refuses a
# second one rather than wait.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
exec 9>"${TMPDIR:-/tmp}/error-budget-apt.lock"
flock 9
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
