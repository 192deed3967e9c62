#!/bin/sh
# The two services of docker-compose.yml that make up the demo's Dagster, each in the public image of Python. They share a
# folder: Python packages in venv/, the seeded history in home/.
#
#   sh start.sh history FOLDER        once: installs the packages and seeds 65 days up to now; does nothing where both are there
#   sh start.sh serve FOLDER [PORT]   the web server, without the right to change anything
set -eu

task="$1"
folder="$2"
here="$(cd "$(dirname "$0")" && pwd)"
home="$folder/home"

# Interrupted work is started over: only what is complete gets its final name.
install() {
  if ! cmp -s "$here/requirements.txt" "$folder/venv/requirements.txt"; then
    rm -rf "$folder/venv"
    python -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --no-cache-dir --disable-pip-version-check --quiet -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$folder/venv/requirements.txt"
  fi
}

seed() {
  if [ ! -e "$home" ]; then
    rm -rf "$home.unfinished"
    "$folder/venv/bin/python" "$here/seed.py" --into "$home.unfinished" --live
    mv "$home.unfinished" "$home"
  fi
}

# Read-only, because its GraphQL could otherwise launch and delete runs.
serve() {
  export DAGSTER_HOME="$home"
  cd "$home"
  exec "$folder/venv/bin/dagster-webserver" -w "$here/workspace.yaml" --read-only -h 0.0.0.0 -p "$1"
}

export PYTHONDONTWRITEBYTECODE=1
case "$task" in
  history)
    install
    seed
    ;;
  serve)
    serve "${3:-3070}"
    ;;
  *)
    echo "start.sh: expected history or serve, found \"$task\"" >&2
    exit 2
    ;;
esac
