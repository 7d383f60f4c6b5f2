# Runs as root at every start of the notebook instance, the first one included, and returns within seconds: SageMaker
# ends a start that takes five minutes. The template puts `settings` before it, which prints NAME=VALUE lines.
# The scripts lie on the root disk, which only root writes: nothing on the user's volume ever runs as root.
set -u
place=/opt/snowflake-sagemaker
mkdir -p "$place"
settings > "$place/settings.env"
cat > "$place/bootstrap.sh" <<'END_OF_BOOTSTRAP'
# include bootstrap.sh
END_OF_BOOTSTRAP
cat > "$place/idle-stop.py" <<'END_OF_IDLE_STOP'
# include idle-stop.py
END_OF_IDLE_STOP

# A unit of systemd goes on when this script has ended, and is started again when something kills it.
run_as_user() { # name, command
  systemd-run --quiet --collect --unit="snowflake-sagemaker-$1" --uid=ec2-user --gid=ec2-user \
    --setenv=HOME=/home/ec2-user --property=Restart=on-abnormal --property=RestartSec=5 "${@:2}" ||
    echo "systemd did not start $1. Stop and start the notebook instance." >&2
}

run_as_user bootstrap /bin/bash "$place/bootstrap.sh"
if ! grep -qE '^IDLE_MINUTES=0*$' "$place/settings.env"; then run_as_user idle-stop python3 "$place/idle-stop.py"; fi
# Any other exit code would keep the instance from starting.
exit 0
