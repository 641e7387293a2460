#!/bin/sh
# SPDX-License-Identifier: MIT
# From a fresh clone to a built, demonstrated or tested mailguide.
#
#   ./autogen.sh          make ./configure
#   ./autogen.sh deps     install what is needed to build (Debian)
#   ./autogen.sh demo     install what is missing, build in build/, show a
#                         failing mail account and its diagnosis, offline
#   ./autogen.sh check    install what is missing, build with sanitizers and
#                         warnings as errors in build-check/, run every test
set -eu
cd "$(dirname "$0")"

build_packages='gcc make autoconf automake pkg-config libcurl4-openssl-dev libc-ares-dev
libssl-dev libcjson-dev libuv1-dev libpsl-dev libidn2-dev libexpat1-dev libgsasl-dev
libedit-dev check'
demo_packages='python3 openssl util-linux iproute2'
test_packages="$demo_packages dovecot-core dovecot-imapd dovecot-pop3d postfix dnsmasq-base
uidmap strace mandoc curl xz-utils"

say() { printf '%s\n' "autogen.sh: $*"; }

missing_packages() {
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
			printf ' %s' "$package"
	done
}

# install PACKAGE...: those that are missing, as root or through sudo.
install_packages() {
	command -v dpkg-query >/dev/null || {
		say "this is not a Debian system; install the likes of: $*" >&2
		return 0
	}
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	as_root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || {
			say "missing:$missing; install them as root" >&2
			exit 1
		}
		as_root=sudo
	fi
	say "installing$missing"
	$as_root apt-get update -q
	# RUNLEVEL=1: the mail servers of the tests are not started as services.
	# Word splitting is what turns the list into arguments.
	# shellcheck disable=SC2086
	$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
		apt-get install -q -y --no-install-recommends $missing
}

bootstrap() {
	command -v autoreconf >/dev/null || {
		say 'autoreconf is missing; on Debian: apt-get install autoconf automake' >&2
		exit 1
	}
	autoreconf -fi
}

# build_in FOLDER CONFIGURE-OPTION...
build_in() {
	folder=$1
	shift
	mkdir -p "$folder"
	(cd "$folder" && ../configure "$@" && make -j"$(nproc)")
}

# The totals of automake's tests and of the runners inside them, as one line.
sum_up() {
	awk '
		/^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3; skipped += $5; next }
		/^[0-9]+%: Checks: / {
			split($3, checks, ","); split($5, failures, ","); split($7, errors, ",")
			bad = failures[1] + errors[1]; passed += checks[1] - bad; failed += bad
		}
		END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }
	' "$@"
}

check() {
	status=0
	build_in build-check --enable-werror --enable-sanitizers
	(cd build-check && make check VERBOSE=1) || status=1
	say 'a release archive builds, passes its unit tests and installs'
	(cd build-check && make distcheck DISTCHECK_CONFIGURE_FLAGS='--enable-werror' \
		TESTS_QUICK=1 >distcheck.out 2>&1) || {
		status=1
		tail -n 60 build-check/distcheck.out
	}
	logs=$(find build-check -name '*.log' -path '*tests*' ! -path '*/mailguide-*/*')
	# shellcheck disable=SC2086
	totals=$(sum_up $logs)
	case $totals in
	"0 passed"*) status=1 ;;
	*" 0 failed"*) ;;
	*) status=1 ;;
	esac
	if [ "${CI:-}" = true ] && [ "${totals##* failed, }" != '0 skipped' ]; then
		say 'a test was skipped, which CI does not allow' >&2
		status=1
	fi
	[ $status = 0 ] || say 'something failed; see above' >&2
	printf '%s\n' "$totals"
	return $status
}

# shellcheck disable=SC2086
case ${1:-} in
'')
	bootstrap
	say 'next: ./configure && make && make check'
	;;
deps)
	install_packages $build_packages $demo_packages
	;;
demo)
	install_packages $build_packages $demo_packages
	bootstrap
	build_in build
	status=0
	./build/mailguide demo "${2:-gmail-app-password}" || status=$?
	# Finding the cause is what the demo is for; exit status 1 says it did.
	[ $status -le 1 ] || exit $status
	;;
check)
	install_packages $build_packages $test_packages
	bootstrap
	check
	;;
*)
	sed -n 's/^#   //p' "$0" >&2
	exit 2
	;;
esac
