# Usage: FILE FOLDER PROGRAM ARGUMENT…
# Writes down which process this is (boot, then number and start time as the kernel gives them), in one go, and only
# when nobody has: noclobber.
set -C
boot=- stat=$$
[ -r /proc/sys/kernel/random/boot_id ] && read -r boot </proc/sys/kernel/random/boot_id
[ -r /proc/$$/stat ] && read -r stat </proc/$$/stat
printf '%s\n%s\n' "$boot" "$stat" >"$1" || exit 0
exec >|"$2/pid-$$.log" 2>&1
shift 2
exec "$@"
