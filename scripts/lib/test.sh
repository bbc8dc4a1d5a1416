# shellcheck shell=bash
# Builds everything and runs every test project; the last line is the sum over all of them.

# Two at a time keep two cores busy, more only get in each other's way; those that take longest first.
readonly AT_ONCE=2
readonly LONGEST='Conformance Orchestration.Tests Browser Pipeline.Tests FunctionsHost.Tests Cli.Tests'
# What they start ends before it pays to compile anew what runs often.
readonly START_PROGRAMS=' Conformance Browser FunctionsHost.Tests Cli.Tests '
# The whole conformance suite again, on the Functions host, and tests of the category OnRequest: only with --all.
readonly ON_REQUEST=' FunctionsHost.Tests '
RESULTS=$ROOT/artifacts/test-results
FILTER='' ALL=''
# Project names in the order of the table, and what was found out about each.
RAN=()
declare -A PASSED FAILED SKIPPED SECONDS_OF REMARK

command_test() {
  while (($#)); do
    case $1 in
      --filter) need_value "$1" "${2:-}"; FILTER=$2; shift 2 ;;
      --filter=*) FILTER=${1#*=}; shift ;;
      --all) ALL=1; shift ;;
      *) die "test does not know $1 (test [--all] [--filter EXPRESSION])." ;;
    esac
  done
  stop_on_exit
  # Most programs here end before it pays to profile them.
  export DOTNET_TieredPGO=0
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  set_up_tests
  say 'Tests'
  local projects=()
  mapfile -t projects < <(test_projects)
  run_projects "${projects[@]}"
  summary
}

set_up_tests() {
  say 'Preflight'
  ensure_sdk
  ensure_node
  ensure_package curl curl
  ensure_package procps pkill
  ensure_engines
  ensure_package chromium-headless-shell chromium-headless-shell
  ensure_package shellcheck shellcheck
  # Nothing before the tests needs it.
  in_background ensure_azurite_beside
  local azurite=$!
  ensure_voice_model
  ensure_web
  build solution TransVox.Functions.sln src tests bench TransVox.Functions.sln
  # The service and the client were built with it.
  local sources='Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt'
  # shellcheck disable=SC2086
  stamp_set build-service "$(tree_hash $sources "${SERVICE_SOURCES[@]}")"
  # shellcheck disable=SC2086
  stamp_set build-client "$(tree_hash $sources "${CLIENT_SOURCES[@]}")"
  # It has said why.
  wait "$azurite" || exit 1
  unset 'CHILDREN[-1]'
}

# In a shell of its own, which ends what it started.
ensure_azurite_beside() {
  stop_on_exit
  ensure_azurite
}

test_projects() {
  local file name others=()
  for file in "$ROOT"/tests/*/*.csproj; do
    name=$(basename "$(dirname "$file")")
    if [[ " $LONGEST " != *" $name "* ]] && grep -q '<IsTestProject>true' "$file"; then others+=("$name"); fi
  done
  for name in $LONGEST "${others[@]}"; do
    [[ -z $ALL && $ON_REQUEST == *" $name "* ]] || printf '%s\n' "$name"
  done
  # They know nothing of filters.
  [[ $FILTER ]] || printf 'web\n'
}

run_projects() {
  local name running=0
  for name in "$@"; do
    if ((running == AT_ONCE)); then
      wait -n || true
      running=$((running - 1))
    fi
    RAN+=("$name")
    in_background run_project "$name"
    running=$((running + 1))
  done
  while ((running > 0)); do
    wait -n || true
    running=$((running - 1))
  done
  for name in "$@"; do collect "$name"; done
}

# run_project NAME: a subshell of its own; leaves NAME.log, NAME.code, NAME.seconds and the results.
run_project() {
  local name=$1 code=0 begun=$SECONDS
  if [[ $name == web ]]; then run_web_tests; else run_dotnet_tests "$name"; fi >"$RESULTS/$name.log" 2>&1 </dev/null || code=$?
  printf '%s' "$code" >"$RESULTS/$name.code"
  printf '%s' "$((SECONDS - begun))" >"$RESULTS/$name.seconds"
}

run_web_tests() { npm --prefix "$ROOT/src/Web" test -- --reporter=default --reporter=json --outputFile.json="$RESULTS/web.json"; }

run_dotnet_tests() {
  local name=$1 options=()
  # One test that hangs must not take the whole run with it: the project is aborted and the test named.
  options=(-c Release --no-build --nologo --blame-hang --blame-hang-timeout 6m --blame-hang-dump-type none
    --logger "trx;LogFileName=$name.trx" --results-directory "$RESULTS/$name")
  if [[ $FILTER ]]; then
    options+=(--filter "$FILTER")
  elif [[ -z $ALL ]]; then
    options+=(--filter 'Category!=OnRequest')
  fi
  if [[ $START_PROGRAMS == *" $name "* ]]; then export DOTNET_TC_CallCountingDelayMs=1000; fi
  # Tests interrupt programs; where this runs in a script's background, the shell has SIGINT ignored, and programs inherit that.
  env --default-signal=INT dotnet test "$ROOT"/tests/"$name"/*.csproj "${options[@]}"
}

# collect NAME: reads the counters of the result file.
collect() {
  local name=$1 code counters total executed trx=$RESULTS/$1/$1.trx
  code=$(cat "$RESULTS/$name.code" 2>/dev/null || echo 'no exit')
  SECONDS_OF[$name]=$(cat "$RESULTS/$name.seconds" 2>/dev/null || echo '?')
  PASSED[$name]=0 FAILED[$name]=0 SKIPPED[$name]=0 REMARK[$name]=''
  if [[ $name == web && -f $RESULTS/web.json ]]; then
    read -r "PASSED[$name]" "FAILED[$name]" "SKIPPED[$name]" < <(node -p \
      "const r = require('$RESULTS/web.json'); [r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests].join(' ')")
  elif [[ -f $trx ]]; then
    counters=$(grep -o '<Counters [^>]*' "$trx" | head -n 1)
    total=$(attribute total "$counters") executed=$(attribute executed "$counters")
    PASSED[$name]=$(attribute passed "$counters")
    FAILED[$name]=$((executed - PASSED[$name]))
    SKIPPED[$name]=$((total - executed))
  fi
  if [[ $code == 0 && -z $FILTER ]] && ((PASSED[$name] + FAILED[$name] == 0)); then REMARK[$name]='ran no test'; fi
  if [[ $code != 0 ]] && ((FAILED[$name] == 0)); then REMARK[$name]="crashed (exit code $code)"; fi
  # What cannot be counted must not look like a success.
  [[ -z ${REMARK[$name]} ]] || FAILED[$name]=$((FAILED[$name] + 1))
  report "$name"
}

attribute() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }

report() {
  local name=$1 sign='✓'
  ((FAILED[$name] == 0)) || sign='✗'
  row "$sign" "$name" "$(printf '%4s passed %3s failed %3s skipped %5s s  %s' "${PASSED[$name]}" "${FAILED[$name]}" "${SKIPPED[$name]}" "${SECONDS_OF[$name]}" "${REMARK[$name]}")"
  ((FAILED[$name] == 0)) || show_failures "$name"
}

show_failures() {
  local log=$RESULTS/$1.log
  if grep -qE '^\s+(Failed|\[xUnit.net .*\[FAIL\])' "$log"; then
    grep -E -A 14 '^\s+Failed ' "$log" | head -n 120 | sed 's/^/      /'
  else
    tail -n 30 "$log" | sed 's/^/      /'
  fi
}

summary() {
  local name passed=0 failed=0 skipped=0
  for name in "${RAN[@]}"; do
    passed=$((passed + PASSED[$name])) failed=$((failed + FAILED[$name])) skipped=$((skipped + SKIPPED[$name]))
  done
  printf '\nResults and logs: artifacts/test-results. Whole run: %d min %02d s.\n' $((SECONDS / 60)) $((SECONDS % 60))
  if ((skipped > 0)); then
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  else
    printf '%d passed, %d failed\n' "$passed" "$failed"
  fi
  ((failed == 0 && passed > 0))
}
