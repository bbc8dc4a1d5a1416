# shellcheck shell=bash
# What the machine needs: finds it, or installs it and says so. Nothing is done twice (stamp files).

readonly ENGINE_PACKAGES='ffmpeg pocketsphinx pocketsphinx-en-us apertium apertium-eng-spa apertium-eng-cat espeak-ng flite bubblewrap'
APT_UPDATED=0

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif has sudo; then
    sudo -n "$@"
  else
    die "Installing packages needs root. Run as root: apt-get install -y --no-install-recommends ${*: -1}"
  fi
}

package_installed() { [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) == 'ii '* ]]; }

package_version() { dpkg-query -W -f='${Version}' "$1" 2>/dev/null; }

# ensure_package PACKAGE [COMMAND]: with a command, one that is there already (built by hand) is good too.
ensure_package() {
  local package=$1 command=${2:-}
  if package_installed "$package"; then
    row '✓' "$package" "found $(package_version "$package")"
    return
  fi
  if [[ -n $command ]] && has "$command"; then
    row '✓' "$package" "found $(command -v "$command")"
    return
  fi
  if ((EUID != 0)) && has sudo; then sudo -v; fi
  has apt-get || die "$package is missing and there is no apt-get here; install it and try again."
  if ((APT_UPDATED == 0)); then
    logged "$LOGS/apt.log" as_root env DEBIAN_FRONTEND=noninteractive apt-get update || die 'apt-get update failed.'
    APT_UPDATED=1
  fi
  logged "$LOGS/apt.log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" ||
    die "$package could not be installed."
  row '+' "$package" "installed $(package_version "$package")"
}

ensure_sdk() {
  has dotnet || die 'The .NET SDK 10 is missing. See https://learn.microsoft.com/dotnet/core/install/linux'
  local version
  version=$(cd "$ROOT" && dotnet --version 2>/dev/null) ||
    die "No installed .NET SDK fits global.json (10.0.100 or a later feature band). Installed: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')"
  row '✓' '.NET SDK' "found $version"
}

ensure_node() {
  has node || die 'Node 20 or later is missing (the storage emulator and the web page need it). See https://nodejs.org/en/download'
  local version
  version=$(node -p process.versions.node)
  ((${version%%.*} >= 20)) || die "Node $version is too old; 20 or later is needed."
  has npm || die 'npm is missing; it comes with Node or as the Debian package npm.'
  row '✓' 'Node' "found $version"
}

ensure_engines() {
  local package
  for package in $ENGINE_PACKAGES; do
    case $package in
      ffmpeg | flite | apertium | espeak-ng) ensure_package "$package" "$package" ;;
      bubblewrap) ensure_package "$package" bwrap ;;
      *) ensure_package "$package" ;;
    esac
  done
}

# npm_install FOLDER NAME: node_modules as the lock file says.
npm_install() {
  local folder=$1 name=$2 want
  want=$(sha256sum "$folder/package-lock.json" | cut -c1-64)
  if [[ -d $folder/node_modules ]] && stamp_is "npm-$name" "$want"; then
    return 1
  fi
  (cd "$folder" && logged "$LOGS/npm-$name.log" npm ci) || die "npm ci failed for $name."
  stamp_set "npm-$name" "$want"
}

ensure_azurite() {
  local sign='✓' how=found
  if npm_install "$ROOT" tools; then sign='+' how='installed'; fi
  row "$sign" 'Azurite' "$how $(node -p "require('$ROOT/node_modules/azurite/package.json').version")"
}

ensure_voice_model() {
  local log=$LOGS/voice-model.log
  logged "$log" "$ROOT/scripts/fetch-voice-model.sh" "$ROOT/models/silero_vad.onnx" || die 'The voice activity model could not be fetched.'
  if grep -q fetched "$log"; then row '+' 'voice model' "$(tail -n 1 "$log")"; else row '✓' 'voice model' 'found'; fi
}

ensure_web() {
  local want
  want=$(tree_hash src/Web docs/openapi.json)
  if [[ -d $ROOT/src/Web/dist ]] && stamp_is web "$want"; then
    row '✓' 'web page' 'up to date'
    return
  fi
  npm_install "$ROOT/src/Web" web || true
  (cd "$ROOT/src/Web" && logged "$LOGS/web.log" npm run build) || die 'The web page could not be built.'
  stamp_set web "$(tree_hash src/Web docs/openapi.json)"
  row '+' 'web page' 'built'
}

# build NAME PROJECT SOURCE…: a Release build, only when a source changed.
build() {
  local name=$1 project=$2 want
  shift 2
  want=$(tree_hash Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt "$@")
  if stamp_is "build-$name" "$want"; then
    [[ ${QUIET:-} ]] || row '✓' "$name" 'up to date'
    return
  fi
  # One warm compiler for all projects, without the profiling that only a longer life repays, takes half the time; it ends with the build.
  local code=0
  DOTNET_TieredPGO=0 logged "$LOGS/build-$name.log" dotnet build "$ROOT/$project" -c Release -p:UseSharedCompilation=true || code=$?
  dotnet build-server shutdown --vbcscompiler >/dev/null
  ((code == 0)) || die "$project does not build."
  stamp_set "build-$name" "$want"
  [[ ${QUIET:-} ]] || row '+' "$name" 'built'
}

ensure_client() {
  [[ -z ${TRANSVOX_SKIP_SETUP:-} ]] || return 0
  has dotnet || ensure_sdk
  if [[ ! -f $CLIENT ]]; then rm -f "$STAMPS/build-client"; fi
  if [[ ! -f $STAMPS/build-client && -t 2 ]]; then note 'Building the client (once)…' >&2; fi
  QUIET=1 build client src/Cli/TransVox.Cli.csproj "${CLIENT_SOURCES[@]}"
}

ensure_host() {
  [[ -z ${TRANSVOX_SKIP_SETUP:-} ]] || return 0
  ensure_voice_model >/dev/null
  [[ -f $HOST ]] || rm -f "$STAMPS/build-service"
  QUIET=1 build service src/LocalHost/TransVox.LocalHost.csproj "${SERVICE_SOURCES[@]}"
}

ensure_service() {
  # The tests of this script run many times in a checkout that is set up.
  [[ -z ${TRANSVOX_SKIP_SETUP:-} ]] || return 0
  say 'Preflight'
  ensure_sdk
  ensure_node
  ensure_package curl curl
  ensure_engines
  ensure_azurite
  ensure_voice_model
  ensure_web
  [[ -f $HOST ]] || rm -f "$STAMPS/build-service"
  [[ -f $CLIENT ]] || rm -f "$STAMPS/build-client"
  build service src/LocalHost/TransVox.LocalHost.csproj "${SERVICE_SOURCES[@]}"
  build client src/Cli/TransVox.Cli.csproj "${CLIENT_SOURCES[@]}"
}
