export TMPDIR="$dir/work" HOME="$dir/work"
user=61583
as="setpriv --reuid=$user --regid=$user --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all"
if [ "$(id -u)" = 0 ] && $as test -x "$program" 2>/dev/null && chown "$user:$user" "$dir/work"; then
    echo "dizzy: the worker runs as user $user"
else
    as=
fi
cd "$dir/work" || exit 1
$as "$program" process --shard "$shard" </dev/null
