#!/bin/sh
# run.sh LOG -- PROGRAM... -- BIG-ENDIAN-PROGRAM...: runs each, shows the failing ones' output, ends with one line of counts.
# As many run at a time as there are CPUs; LOG has the output of all, in the order of the command line.
if [ "$1" = --one ]; then
	one=$2/$3
	shift 3
	CK_FORK=no "$@" >"$one" 2>&1 && exit
	: >"$one.failed"
	{ echo "FAILED: $*"; cat "$one"; } >"$one.said"
	cat "$one.said"
	exit
fi
log=$1 folder=$1.$$
shift 2
mkdir -p "$folder"
trap 'rm -rf "$folder"' EXIT
number=10000 runner=
for program; do
	if [ "$program" = -- ]; then
		runner=qemu-s390x
		continue
	fi
	number=$((number + 1))
	echo $number $runner "$program"
done | xargs -L 1 -P "$(nproc)" sh "$0" --one "$folder"
cat "$folder"/????? >"$log"
failed=$(ls "$folder" | grep -c 'failed$')
passed=$(($(ls "$folder" | grep -c '^.....$') - failed))
grep -ah 'Checks:' "$log" | awk -F'[:,]' '{ checks += $3 } END { print "unit tests: " checks + 0 " checks in all" }'
echo "unit: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
