#!/bin/bash
# Installs the release for ec2-user: fetch, check, unpack, install. It may be killed anywhere and run again: what a step
# has finished stays on the volume. INSTALLING.md tells people how far it is, and state.json tells the sidebar's doctor.
set -uo pipefail
notebooks=/home/ec2-user/SageMaker
here=$notebooks/.snowflake-sagemaker
log=$here/bootstrap.log
again='bash /opt/snowflake-sagemaker/bootstrap.sh'
since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
RELEASE_URL='' RELEASE_SHA256='' RELEASE_BUCKET='' RELEASE_KEY=''

variables=()
while IFS= read -r line; do
  name=${line%%=*} value=${line#*=}
  case $name in
    RELEASE_*) printf -v "$name" %s "$value" ;;
    IDLE_MINUTES | '') ;;
    *) [ -z "$value" ] || { export "$name=$value" && variables+=(--env "$name=$value"); } ;;
  esac
done < /opt/snowflake-sagemaker/settings.env
export AWS_DEFAULT_REGION=${AWS_REGION:-}
[ -n "$AWS_DEFAULT_REGION" ] || unset AWS_DEFAULT_REGION

release=$here/releases/$RELEASE_SHA256
archive=$release.tar.gz
s3=s3://$RELEASE_BUCKET/$RELEASE_KEY

number=1 step='fetch the release' percent=0 left='' message=''

say() { # status, after what people read, so that who waits for the status finds all of it
  local text=${message//[\"\\[:cntrl:]]/ }
  tell "$1"
  printf '{"status":"%s","step":"%s","stepNumber":%d,"steps":4,"since":"%s","percent":%d,%s"message":"%s","log":"%s"}\n' \
    "$1" "$step" "$number" "$since" "$percent" "${left:+\"secondsLeft\":$left,}" "$text" "$log" \
    > "$here/state.json.new" && mv "$here/state.json.new" "$here/state.json"
} 2> /dev/null # A full volume must not end the installation: the log says it.

tell() { # status
  if [ "$1" = ready ]; then
    rm -f "$notebooks/INSTALLING.md"
    return
  fi
  {
    if [ "$1" = failed ]; then
      printf '# The installation failed\n\n%s\n\nThen stop and start the notebook instance, or run in a terminal:\n\n    %s\n\n' "$message" "$again"
      printf 'The log is %s. It ends with:\n\n' "$log"
      tail -n 8 "$log" | sed 's/^/    /'
    else
      printf '# Installing: %d %%\n\nStep %d of 4: %s. %s\n\n' "$percent" "$number" "$step" "$message"
      [ -z "$left" ] || printf 'About %d minutes left. ' $((left / 60 + 1))
      printf 'This file disappears at the end. Then reload this page: the TypeScript kernel and the sidebar are there.\n\nThe log is %s.\n' "$log"
    fi
  } > "$notebooks/INSTALLING.md"
}

fail() { # what failed and what to do
  message=$1
  free=$(df --output=avail -m "$here" | tail -n 1)
  if ((free < 50)); then
    rm -rf "$release.new" "$archive"
    message="The volume is full: it had $((free)) MB left at the step: $step. Delete files, or give the stack a larger volume."
  fi
  echo "$message" | tee -a "$log" >&2
  say failed
  exit 1
}

last_line() { grep -v '^[[:space:]]*$' "$here/errors.txt" | tail -n 1; }

work() { # a command, whose output goes to the log, while the state is renewed
  (
    trap exit TERM
    while kill -0 $$; do
      progress
      say installing
      sleep 2 &
      wait $!
    done
  ) 9>&- > /dev/null 2>&1 &
  local beat=$! code=0
  "$@" >> "$log" 2> "$here/errors.txt" || code=$?
  kill "$beat" && wait "$beat"
  cat "$here/errors.txt" >> "$log"
  return "$code"
}

progress() { # while the release is fetched
  local size rest
  size=$(du -bc "$archive".part* 2> /dev/null | tail -n 1 | cut -f 1)
  [ "$number" = 1 ] && ((total > 0 && size > 0)) || return
  rest=$((total > size ? total - size : 0))
  percent=$((60 * (total - rest) / total)) left=$((rest * SECONDS / size + 40))
}

is_right() { [ -f "$archive.part" ] && echo "$RELEASE_SHA256  $archive.part" | sha256sum --check --status; }

from_url() {
  curl --fail --silent --show-error --location --proto =http,https --connect-timeout 15 --speed-limit 1000 \
    --speed-time 60 --retry 2 --continue-at - --output "$archive.part" "$RELEASE_URL"
}

from_bucket() { # as a new file, because `aws` begins from the start
  rm -f "$archive".part*
  aws s3 cp --only-show-errors "$s3" "$archive.part"
}

fetch() {
  is_right && return
  local why=''
  if [ -n "$RELEASE_URL" ]; then
    message="From $RELEASE_URL."
    total=$(curl --silent --head --location --connect-timeout 15 "$RELEASE_URL" | tr -d '\r' | awk 'tolower($1) == "content-length:" { n = $2 } END { print n + 0 }')
    work from_url && return
    why="$RELEASE_URL: $(last_line)."
  fi
  if [ -n "$RELEASE_BUCKET$RELEASE_KEY" ]; then
    message="${why:+The release did not come from its address ($why) Using the archive in the bucket instead: }$s3"
    echo "$message" >> "$log"
    total=0
    work from_bucket && return
    why="$why $s3: $(last_line)."
  fi
  fail "The release did not come. ${why:-The stack names no release.} Check the stack's parameters of the release, the way of this instance to the network, and that its role may read that object (s3:GetObject)."
}

check() {
  is_right && mv "$archive.part" "$archive" && return
  local got
  got=$(sha256sum "$archive.part" | cut -d ' ' -f 1)
  rm -f "$archive.part"
  fail "The release has the wrong checksum: $got, but the stack expects ${RELEASE_SHA256:-none}. It is another release, or someone changed it. Correct the stack's parameters of the release."
}

unpack() {
  rm -rf "$release.new" && mkdir "$release.new" &&
    tar --extract --gzip --file "$archive" --strip-components 1 --directory "$release.new" &&
    mv "$release.new" "$release" && rm "$archive"
}

install_release() {
  PATH=/home/ec2-user/anaconda3/envs/JupyterSystemEnv/bin:$PATH \
    "$release/install" --user --notebooks "$notebooks" ${variables[@]+"${variables[@]}"}
}

{ mkdir -p "$here/releases" && [ -w "$here" ] && [ -w "$here/releases" ]; } || {
  printf '# The installation failed\n\nec2-user may not write %s. Delete it, and stop and start the notebook instance.\n' "$here" | tee "$notebooks/INSTALLING.md" >&2
  exit 1
}
exec 9> "$here/lock"
flock --nonblock 9 || { echo "Another run is at work. Waiting for it." && flock 9; }
echo "== $since $RELEASE_SHA256" >> "$log"
[[ $RELEASE_SHA256 =~ ^[0-9a-f]{64}$ ]] ||
  fail "The stack names no SHA-256 of the release, but '$RELEASE_SHA256'. Correct the stack's parameters of the release."
total=0
if [ ! -d "$release" ]; then
  [ -f "$archive" ] || fetch
  number=2 step='check the release' percent=60 left=40 message=''
  say installing
  [ -f "$archive" ] || check
  number=3 step='unpack the release' percent=65 left=35
  work unpack || fail "The release cannot be unpacked: $(last_line). Delete $archive."
fi
number=4 step='install' percent=90 left=10 message=''
work install_release || fail "$(last_line)"
# Notebooks of other releases are the user's own by now; their programs are not needed.
find "$here/releases" -mindepth 1 -maxdepth 1 ! -name "$RELEASE_SHA256" -exec rm -rf {} +
percent=100 left='' message="Installed. Reload the page of JupyterLab."
echo "$message" | tee -a "$log"
say ready
