# shellcheck shell=bash
command_bench() {
  local name=${1:-list}
  (($# == 0)) || shift
  stop_on_exit
  case $name in
    crash) bench_crash "$@" ;;
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

# The crash harness is a test that runs longer on demand.
bench_crash() {
  local cycles=200 seed=''
  while (($#)); do
    case $1 in
      --cycles) need_value "$1" "${2:-}"; cycles=$2; shift 2 ;;
      --seed) need_value "$1" "${2:-}"; seed=$2; shift 2 ;;
      *) die "bench crash does not know $1 (bench crash [--cycles N] [--seed N])." ;;
    esac
  done
  {
    ensure_sdk
    ensure_node
    ensure_azurite
    build service src/LocalHost/TransVox.LocalHost.csproj "${SERVICE_SOURCES[@]}"
    build faketool tests/FakeTool/TransVox.FakeTool.csproj tests/FakeTool
    build conformance tests/Conformance/TransVox.Conformance.csproj tests/Conformance tests/Shared src
  } >&2
  local report=$DATA/bench/crash.json code=0
  mkdir -p "$DATA/bench" "$LOGS"
  rm -f "$report"
  : >"$report.log"
  in_background tail -n +1 -F "$report.log"
  TRANSVOX_CRASH_CYCLES=$cycles TRANSVOX_CRASH_SEED=$seed TRANSVOX_CRASH_REPORT=$report \
    logged "$LOGS/crash.log" dotnet test "$ROOT/tests/Conformance" -c Release --no-build --nologo \
    --filter 'FullyQualifiedName~CrashHarness' --logger 'console;verbosity=detailed' || code=$?
  [[ -f $report ]] || die 'The crash harness left no report.'
  ((code == 0)) || grep -A 40 'Error Message' "$LOGS/crash.log" >&2 || true
  cat "$report"
  printf '\n'
  return "$code"
}
