# shellcheck shell=bash
# Fuzzes what reads foreign input: SharpFuzz instruments a copy of the harness in tests/Fuzz, AFL++ drives it. The last line is the sum.

readonly FUZZ=$ROOT/artifacts/fuzz
FUZZ_SECONDS=300 FUZZ_KEEP=''
FUZZ_TARGETS=()

command_fuzz() {
  while (($#)); do
    case $1 in
      --seconds) need_value "$1" "${2:-}"; FUZZ_SECONDS=$2; shift 2 ;;
      --keep) FUZZ_KEEP=1; shift ;;
      -*) die "fuzz does not know $1 (fuzz [TARGET…] [--seconds N] [--keep])." ;;
      *) FUZZ_TARGETS+=("$1"); shift ;;
    esac
  done
  [[ $FUZZ_SECONDS =~ ^[1-9][0-9]{0,5}$ ]] || die "--seconds is '$FUZZ_SECONDS'; it is the seconds for each target."
  stop_on_exit
  say 'Preflight'
  ensure_sdk
  ensure_package afl++ afl-fuzz
  build fuzz tests/Fuzz/TransVox.Fuzz.csproj src tests/Shared tests/Fuzz
  instrument
  say "Fuzzing, $FUZZ_SECONDS s each"
  local known target faults=0 inputs=0
  known=$(harness "$ROOT/tests/Fuzz/bin/Release/net10.0" list)
  ((${#FUZZ_TARGETS[@]})) || mapfile -t FUZZ_TARGETS <<<"$known"
  for target in "${FUZZ_TARGETS[@]}"; do
    grep -qx -- "$target" <<<"$known" || die "There is no target '$target'. Targets: ${known//$'\n'/ }"
  done
  printf '| Target | Inputs tried | a second | Edges | Corpus | Crashes | Hangs |\n|---|---|---|---|---|---|---|\n'
  for target in "${FUZZ_TARGETS[@]}"; do
    fuzz_target "$target"
    inputs=$((inputs + $(stat_of "$target" execs_done)))
    faults=$((faults + $(stat_of "$target" saved_crashes) + $(stat_of "$target" saved_hangs)))
  done
  printf '%s inputs, %s faults\n' "$inputs" "$faults"
  ((faults == 0))
}

harness() {
  local folder=$1
  shift
  dotnet "$folder/TransVox.Fuzz.dll" "$@"
}

# Only the copy is instrumented; what is shipped and what the tests run never is.
instrument() {
  rm -rf "${FUZZ:?}/bin"
  mkdir -p "$FUZZ/bin"
  cp -r "$ROOT/tests/Fuzz/bin/Release/net10.0/." "$FUZZ/bin"
  logged "$LOGS/fuzz-instrument.log" harness "$ROOT/tests/Fuzz/bin/Release/net10.0" instrument "$FUZZ/bin" ||
    die 'The harness could not be instrumented.'
}

# afl PROGRAM ARGS…: with what a program of .NET needs. It has a bounded heap, so that memory without bound is a crash.
afl() {
  env AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=60000 \
    AFL_HANG_TMOUT=20000 DOTNET_GCHeapHardLimit=0x20000000 DOTNET_gcServer=0 DOTNET_gcConcurrent=0 DOTNET_DbgEnableMiniDump=0 nice -n 19 "$@"
}

fuzz_target() {
  local target=$1 out=$FUZZ/$1 corpus=$ROOT/tests/Fuzz/Corpus/$1 options=() file
  [[ -f $ROOT/tests/Fuzz/Dictionaries/$target.dict ]] && options=(-x "$ROOT/tests/Fuzz/Dictionaries/$target.dict")
  rm -rf "$out"
  mkdir -p "$out"
  logged "$LOGS/fuzz-$target.log" afl afl-fuzz -i "$corpus" -o "$out" "${options[@]}" -V "$FUZZ_SECONDS" -G 4096 -t 20000 -m none \
    -- dotnet "$FUZZ/bin/TransVox.Fuzz.dll" "$target" || die "The fuzzer could not run $target."
  printf '| %s | %s | %.0f | %s | %s | %s | %s |\n' "$target" "$(stat_of "$target" execs_done)" "$(stat_of "$target" execs_per_sec)" \
    "$(stat_of "$target" edges_found)" "$(stat_of "$target" corpus_count)" "$(stat_of "$target" saved_crashes)" "$(stat_of "$target" saved_hangs)"
  for file in "$out"/default/crashes/id* "$out"/default/hangs/id*; do
    [[ -f $file ]] || continue
    printf '  %s\n' "${file#"$ROOT"/}"
    timeout 20 dotnet "$ROOT/tests/Fuzz/bin/Release/net10.0/TransVox.Fuzz.dll" "$target" "$file" 2>&1 | grep -m 4 -E 'Exception|^   at TransVox' | sed 's/^/      /' || true
  done
  [[ -z $FUZZ_KEEP ]] || keep "$target"
}

stat_of() { sed -n "s/^$2 *: *\([0-9.]*\).*/\1/p" "$FUZZ/$1/default/fuzzer_stats"; }

# keep TARGET: the smallest set of inputs that covers what was covered becomes the corpus, named by content.
keep() {
  local target=$1 small=$FUZZ/$1/small corpus=$ROOT/tests/Fuzz/Corpus/$1 file
  logged "$LOGS/fuzz-cmin-$target.log" afl afl-cmin -i "$FUZZ/$target/default/queue" -o "$small" -t 20000 -m none \
    -- dotnet "$FUZZ/bin/TransVox.Fuzz.dll" "$target" || die "The corpus of $target could not be made smaller."
  find "$corpus" -name 'found-*' -delete
  for file in "$small"/id*; do
    # What was there from the start has a name that says what it is.
    [[ $file == *orig:* ]] || cp "$file" "$corpus/found-$(sha256sum "$file" | cut -c1-12)"
  done
}
