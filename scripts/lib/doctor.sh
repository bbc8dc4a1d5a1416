# shellcheck shell=bash
# Says what is found and what is missing; with --fix it first installs what can be.
command_doctor() {
  local missing=0 package version
  case ${1:-} in
    --fix) ensure_service ;;
    '') ;;
    *) die "doctor does not know $1 (doctor [--fix])." ;;
  esac
  say 'Doctor'
  check '.NET SDK' "$(cd "$ROOT" && { dotnet --version 2>/dev/null || true; })" 'see https://learn.microsoft.com/dotnet/core/install/linux'
  version=$(node -p process.versions.node 2>/dev/null || true)
  if [[ -n $version ]] && ((${version%%.*} < 20)); then version=''; fi
  check 'Node 20 or later' "$version" 'see https://nodejs.org/en/download'
  check 'npm' "$(npm --version 2>/dev/null || true)" 'comes with Node'
  for package in curl $ENGINE_PACKAGES; do
    check "$package" "$(package_version "$package" || true)" "apt-get install $package (doctor --fix does it)"
  done
  say_sandbox
  check 'Azurite' "$(node -p "require('$ROOT/node_modules/azurite/package.json').version" 2>/dev/null || true)" 'npm ci (doctor --fix does it)'
  check 'voice model' "$([[ ! -f $ROOT/models/silero_vad.onnx ]] || echo found)" 'doctor --fix fetches it'
  if [[ -f $HOST ]]; then row '✓' 'service' 'built'; else row '+' 'service' 'not built yet (doctor --fix does it)'; fi
  if version=$(running_url); then row '✓' 'running service' "$version"; else row '✓' 'running service' 'none started from here'; fi
  row '✓' 'free disk space' "$(df -h --output=avail "$ROOT" | tail -n 1 | tr -d ' ')"
  ((missing == 0)) || die "$missing missing."
}

# What src/Pipeline/Processes/Sandbox.cs tries too: namespaces may be forbidden, in a container or by the distribution.
say_sandbox() {
  local why
  if why=$(bwrap --unshare-all --unshare-user --disable-userns --cap-drop ALL --ro-bind / / --proc /proc --dev /dev true 2>&1); then
    row '✓' 'sandbox' 'programs run in it (bubblewrap works)'
  else
    row '+' 'sandbox' "none: programs run without (${why##*$'\n'}; docs/troubleshooting.md)"
  fi
}

# check NAME VERSION FIX
check() {
  if [[ -n $2 ]]; then
    row '✓' "$1" "$2"
  else
    row '✗' "$1" "missing: $3"
    missing=$((missing + 1))
  fi
}
