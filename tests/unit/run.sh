#!/bin/sh
# run.sh LOG -- PROGRAM... -- BIG-ENDIAN-PROGRAM...: runs each, shows the failing ones' output, ends with one line of counts.
log=$1 one=$1.$$
shift 2
passed=0 failed=0 runner=
: >"$log"
for program; do
	if [ "$program" = -- ]; then
		runner=qemu-s390x
		continue
	fi
	if CK_FORK=no $runner "$program" >"$one" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $runner $program"
		cat "$one"
	fi
	cat "$one" >>"$log"
done
rm -f "$one"
grep -ah 'Checks:' "$log" | awk -F'[:,]' '{ checks += $3 } END { print "unit tests: " checks + 0 " checks in all" }'
echo "unit: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
