# SPDX-License-Identifier: Apache-2.0
# Sourced by what fetches from Debian's archive: a private apt state in $apt_dir, so that this machine's own is not touched.
#
# Its sources are the machine's, rewritten by two functions of the caller, from standard input to standard output:
# from_list for one-line entries, from_deb822 for paragraphs. Keys, proxies and preferences of the machine apply unchanged.
# Lines of apt.conf are in $apt_options. Afterwards: apt-get -c "$apt_dir/apt.conf" ...; the log of the update is in
# $apt_dir/update.log.

apt_private() {
	mkdir -p "$apt_dir/etc/sources.list.d" "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial"
	apt_dir=$(cd "$apt_dir" && pwd)
	eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
	rm -f "$apt_dir/etc/sources.list" "$apt_dir/etc/sources.list.d/"*
	if [ -f "$list" ]; then
		from_list < "$list" > "$apt_dir/etc/sources.list"
	fi
	for f in "$parts"/*.list; do
		if [ -f "$f" ]; then
			from_list < "$f" > "$apt_dir/etc/sources.list.d/${f##*/}"
		fi
	done
	for f in "$parts"/*.sources; do
		if [ -f "$f" ]; then
			from_deb822 < "$f" > "$apt_dir/etc/sources.list.d/${f##*/}"
		fi
	done

	# Hooks which the machine runs after an update are about its own lists, not ours.
	: > "$apt_dir/status"
	cat > "$apt_dir/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
$apt_options
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Dir::State "$apt_dir";
Dir::State::lists "$apt_dir/lists";
Dir::State::status "$apt_dir/status";
Dir::State::extended_states "$apt_dir/extended_states";
Dir::Cache "$apt_dir/cache";
Dir::Cache::archives "$apt_dir/cache/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt_dir/etc/sources.list";
Dir::Etc::sourceparts "$apt_dir/etc/sources.list.d";
CONF
	# An archive that has not all that is asked for makes the update fail; what counts is whether the packages are found.
	apt-get -c "$apt_dir/apt.conf" -q update > "$apt_dir/update.log" 2>&1 || true
}
