# shellcheck shell=bash
# Messages, stamps and small helpers. Sourced by ./transvox; needs ROOT.

# Where the local service keeps its state; tests point it elsewhere.
DATA=${TRANSVOX_DATA:-$ROOT/.transvox}
readonly DATA
readonly STAMPS=$ROOT/.transvox/stamps
readonly LOGS=$DATA/logs
# Started with "dotnet FILE", which finds its runtime wherever the SDK was installed.
readonly CLIENT=$ROOT/src/Cli/bin/Release/net10.0/transvox.dll
readonly HOST=$ROOT/src/LocalHost/bin/Release/net10.0/transvox-host.dll
export DATA STAMPS LOGS CLIENT HOST
# What the two are built of; the scripts that source this read it.
# shellcheck disable=SC2034
readonly SERVICE_SOURCES=(src/LocalHost src/Api src/Web src/Orchestration src/DurableTask.Sqlite src/Contract src/Pipeline src/Whisper models samples docs/openapi.json) \
  CLIENT_SOURCES=(src/Cli src/Contract)

# No build server stays behind when a build ends.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  BOLD=$'\e[1m' GREEN=$'\e[32m' YELLOW=$'\e[33m' RED=$'\e[31m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
  BOLD='' GREEN='' YELLOW='' RED='' DIM='' PLAIN=''
fi

# row SIGN NAME TEXT: a line of the preflight table.
row() {
  local color=$GREEN
  [[ $1 == '+' ]] && color=$YELLOW
  [[ $1 == '✗' ]] && color=$RED
  printf '  %s%s%s %-22s %s\n' "$color" "$1" "$PLAIN" "$2" "$3"
}

say() { printf '%s%s%s\n' "$BOLD" "$*" "$PLAIN"; }
note() { printf '%s%s%s\n' "$DIM" "$*" "$PLAIN"; }

die() {
  printf '%stransvox: %s%s\n' "$RED" "$*" "$PLAIN" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# tree_hash PATH…: changes when a source file under the paths is added, removed or written.
tree_hash() {
  (cd "$ROOT" && find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name TestResults \) -prune \
    -o -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | sha256sum | cut -c1-64)
}

stamp_is() { [[ -f $STAMPS/$1 && $(<"$STAMPS/$1") == "$2" ]]; }

stamp_set() {
  mkdir -p "$STAMPS"
  printf '%s' "$2" >"$STAMPS/$1"
}

# Names and process ids of what this script started and must end, in the order of their start.
CHILDREN=()

# in_background COMMAND…: in a process group of its own, so that all of it can be ended.
in_background() {
  set -m
  "$@" &
  set +m
  CHILDREN+=("$1:$!")
}

# logged_quietly LOG COMMAND…: with its output in a log file. A signal to this script ends the wait at once.
logged_quietly() {
  local log=$1 code=0
  shift
  mkdir -p "$(dirname "$log")"
  in_background "$@" >"$log" 2>&1 </dev/null
  wait "$!" || code=$?
  unset 'CHILDREN[-1]'
  return "$code"
}

# logged LOG COMMAND…: the same; on failure it shows the end of the log.
logged() {
  local log=$1 code=0
  logged_quietly "$@" || code=$?
  if ((code != 0)); then
    shift
    printf '%s failed with exit code %s; the end of %s:\n' "$*" "$code" "$log" >&2
    tail -n 25 "$log" | sed 's/^/    /' >&2
  fi
  return "$code"
}

free_port() {
  node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# need_value OPTION VALUE: for options that take one.
need_value() { [[ -n ${2:-} ]] || die "$1 needs a value."; }
