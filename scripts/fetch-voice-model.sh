#!/bin/sh
# Writes Silero's voice activity model to the given file. It is the file of its authors (Silero VAD 6, MIT), taken out of a package
# whose dependencies, a whole runtime for browsers, are not needed.
set -eu

package='@ricky0123/vad-web@0.0.31'
file='package/dist/silero_vad_v6.onnx'
sha256='1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3'

target=$1
if [ -f "$target" ] && echo "$sha256  $target" | sha256sum --status --check; then exit 0; fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "$package" >&2 && tar -xzf ./*.tgz "$file")
echo "$sha256  $folder/$file" | sha256sum --status --check || {
  echo "$package holds another model than expected." >&2
  exit 1
}
mkdir -p "$(dirname "$target")"
mv "$folder/$file" "$target"
echo "fetched from $package"
