# shellcheck shell=bash
command_bench() {
  local name=${1:-list}
  (($# == 0)) || shift
  stop_on_exit
  case $name in
    crash) bench_harness crash CrashHarness '--cycles --seed' --cycles 200 "$@" ;;
    soak) bench_harness soak SoakTests '--jobs --users --seed' --jobs 5000 --users 200 "$@" ;;
    *)
      {
        ensure_sdk
        ensure_node
        ensure_package curl curl
        ensure_azurite
        build service src/LocalHost/TransVox.LocalHost.csproj "${SERVICE_SOURCES[@]}"
        build faketool tests/FakeTool/TransVox.FakeTool.csproj tests/FakeTool
        build bench bench/TransVox.Bench.csproj bench src tests/Shared
        if [[ $name == dub ]]; then ensure_engines; fi
        if [[ $name == functions ]]; then
          build functions-host tests/FunctionsHost/TransVox.FunctionsHost.csproj tests/FunctionsHost
          build functions-app bench/FunctionsApp/TransVox.Bench.FunctionsApp.csproj bench/FunctionsApp bench/Durable src/Orchestration src/Contract src/Pipeline host.json
        fi
        if [[ $name == peers ]]; then
          ensure_package redis-server redis-server
          npm_install "$ROOT/bench/Peers" peers || true
        fi
      } >&2
      # In a process group of its own: it may have started programs.
      in_background dotnet "$ROOT/bench/bin/Release/net10.0/transvox-bench.dll" "$name" "$@" </dev/null
      local code=0
      wait "$!" || code=$?
      unset 'CHILDREN[-1]'
      return "$code"
      ;;
  esac
}

# bench_harness NAME TEST OPTIONS [ARGS…]: a test that runs longer on demand. An option --word N is TRANSVOX_NAME_WORD to it.
bench_harness() {
  local name=$1 test=$2 options=$3 settings=()
  shift 3
  while (($#)); do
    [[ " $options " == *" $1 "* ]] || die "bench $name does not know $1 (bench $name, then ${options// / N } N)."
    need_value "$1" "${2:-}"
    settings+=("TRANSVOX_${name^^}_$(tr '[:lower:]' '[:upper:]' <<<"${1#--}")=$2")
    shift 2
  done
  {
    ensure_sdk
    ensure_node
    ensure_azurite
    build service src/LocalHost/TransVox.LocalHost.csproj "${SERVICE_SOURCES[@]}"
    build faketool tests/FakeTool/TransVox.FakeTool.csproj tests/FakeTool
    build conformance tests/Conformance/TransVox.Conformance.csproj tests/Conformance tests/Shared src
  } >&2
  local report=$DATA/bench/$name.json code=0
  mkdir -p "$DATA/bench" "$LOGS"
  rm -f "$report"
  : >"$report.log"
  in_background tail -n +1 -F "$report.log"
  logged "$LOGS/$name.log" env "${settings[@]}" "TRANSVOX_${name^^}_REPORT=$report" \
    dotnet test "$ROOT/tests/Conformance" -c Release --no-build --nologo \
    --filter "FullyQualifiedName~$test" --logger 'console;verbosity=detailed' || code=$?
  [[ -f $report ]] || die "The $name bench left no report; see $LOGS/$name.log"
  ((code == 0)) || grep -A 40 'Error Message' "$LOGS/$name.log" >&2 || true
  cat "$report"
  printf '\n'
  return "$code"
}
