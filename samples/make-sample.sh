#!/usr/bin/env bash
# Makes hello-en.mp4: a synthetic English voice over a generated picture and quiet stereo music. Needs ffmpeg and flite.
# Usage: samples/make-sample.sh [OUTPUT]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/hello-en.mp4}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sentences=(
  "Good morning, and welcome to our small museum."
  "Today we will look at the history of the river."
  "Many people lived and worked beside the water."
  "They built houses, boats, and a very old bridge."
  "Thank you for your visit, and have a good day."
)
starts=(0.8 4.4 8.0 11.6 15.2)
duration=19

inputs=() filters="" labels=""
for i in "${!sentences[@]}"; do
  flite -voice rms --setf duration_stretch=1.05 -t "${sentences[$i]}" -o "$work/$i.wav"
  inputs+=(-i "$work/$i.wav")
  delay=$(awk -v s="${starts[$i]}" 'BEGIN { printf "%d", s * 1000 }')
  filters+="[$i:a]aresample=48000,adelay=${delay}:all=1[v$i];"
  labels+="[v$i]"
done

# The voice in the centre; a soft chord on either side, different in each, so that separation has something to separate.
n=${#sentences[@]}
filters+="${labels}amix=inputs=$n:normalize=0,apad=whole_dur=$duration,volume=0.9[voice];"
filters+="aevalsrc='0.022*sin(2*PI*220*t)*(0.6+0.4*sin(2*PI*0.25*t))+0.016*sin(2*PI*329.6*t)|0.022*sin(2*PI*277.2*t)*(0.6+0.4*cos(2*PI*0.25*t))+0.016*sin(2*PI*440*t)':d=$duration:s=48000[music];"
filters+="[voice]pan=stereo|c0=c0|c1=c0[centre];[centre][music]amix=inputs=2:normalize=0[sound];"
filters+="gradients=s=640x360:r=25:d=$duration:c0=0x203a43:c1=0x2c5364:c2=0x99b898:n=3:speed=0.008:seed=7,format=yuv420p[picture]"

ffmpeg -nostdin -hide_banner -v error -y "${inputs[@]}" -filter_complex "$filters" \
  -map '[picture]' -map '[sound]' -t "$duration" \
  -c:v libx264 -preset slow -crf 28 -c:a aac -b:a 128k -movflags +faststart \
  -map_metadata -1 -metadata:s:a:0 language=eng "$output"
printf '%s\n' "${sentences[@]}" > "${output%.mp4}.txt"
