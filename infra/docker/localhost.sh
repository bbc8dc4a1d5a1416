#!/bin/sh
# Start of the LocalHost image: the storage emulator, unless AzureWebJobsStorage names an account, then the host. Whichever ends
# first ends the container, so that its supervisor starts both again.
set -eu

if [ -z "${AzureWebJobsStorage:-}" ]; then
  mkdir -p "$TRANSVOX_DATA/azurite"
  node /app/node_modules/azurite/dist/src/blob/main.js --blobHost 127.0.0.1 --blobPort 10000 \
    --location "$TRANSVOX_DATA/azurite" --skipApiVersionCheck --disableTelemetry --silent &
  emulator=$!
  AzureWebJobsStorage=UseDevelopmentStorage=true
  export AzureWebJobsStorage
  until curl --silent --output /dev/null http://127.0.0.1:10000/; do
    kill -0 "$emulator"
    sleep 0.2
  done
  dotnet /app/transvox-host.dll &
  host=$!
  trap 'kill -TERM "$host" 2>/dev/null || true' TERM INT
  # A stopped emulator stops the host; a stopped host ends the script with its exit code.
  (while kill -0 "$emulator" 2>/dev/null; do sleep 5; done; kill -TERM "$host" 2>/dev/null) &
  code=0
  wait "$host" || code=$?
  # A signal interrupts the wait once; the host then stops in its own time.
  if kill -0 "$host" 2>/dev/null; then wait "$host" || code=$?; fi
  kill -TERM "$emulator" 2>/dev/null || true
  exit "$code"
fi
exec dotnet /app/transvox-host.dll
