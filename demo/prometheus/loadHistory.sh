#!/bin/sh
# Turns the history that seed.mjs wrote into FOLDER/demo into blocks of the Prometheus database in FOLDER, once:
#
#   sh loadHistory.sh FOLDER
#
# Needs promtool. The text of the history is removed when its blocks are in place.
set -eu
database=$1
history=$database/demo/history.om
blocks=$database/demo/blocks

if [ ! -e "$history" ]; then
  echo 'The history was loaded before'
  exit 0
fi
rm -rf "$blocks"
# promtool reads the whole text once a block: few, long blocks.
promtool tsdb create-blocks-from --max-block-duration=486h --quiet openmetrics "$history" "$blocks"
mv "$blocks"/* "$database/"
rmdir "$blocks"
rm "$history"
