#!/bin/sh
# SPDX-License-Identifier: MIT
# From a fresh clone to a built, demonstrated or tested mailguide.
#
#   ./autogen.sh                 make ./configure
#   ./autogen.sh deps [--tests]  install what is needed to build, or also what
#                                the tests need (Debian)
#   ./autogen.sh demo [NAME]     install what is missing, build in build/, show
#                                a failing mail account and its diagnosis, offline
#   ./autogen.sh check           install what is missing, build with sanitizers
#                                and warnings as errors in build-check/, run
#                                every test, make a release archive and test it
set -eu
cd "$(dirname "$0")"

build_packages='gcc make autoconf automake pkg-config libcurl4-openssl-dev libc-ares-dev
libssl-dev libcjson-dev libuv1-dev libpsl-dev libidn2-dev libexpat1-dev libgsasl-dev
libedit-dev check gettext ca-certificates'
test_packages='python3 openssl util-linux iproute2 dovecot-core dovecot-imapd dovecot-pop3d
postfix dnsmasq-base nginx-light unbound ldnsutils uidmap strace curl xz-utils mandoc zsh fish
chromium chromium-driver python3-selenium'
# A Node.js from elsewhere brings its own npm, and Debian's would push it out.
command -v npm >/dev/null || test_packages="$test_packages npm"
# The mail programs that tests/clients configures, and parsers of their formats.
client_packages='msmtp mpop isync fetchmail getmail6 offlineimap3 mutt neomutt aerc alpine
s-nail swaks libnet-ssleay-perl git git-email libmailtools-perl libio-socket-ssl-perl
libauthen-sasl-perl libevent-2.1-7 libgnutls-dane0 php-cli libphp-phpmailer php-symfony-mailer php-symfony-dotenv
php-laravel-framework ruby ruby-actionmailer
nodejs node-nodemailer python3-django python3-yaml prometheus-alertmanager libxml2-utils
claws-mail xvfb xauth thunderbird evolution geary xdotool dbus-daemon gnome-keyring libsecret-tools
libglib2.0-bin'

say() { printf '%s\n' "autogen.sh: $*"; }

usage() { sed -n 's/^#   //p' "$0" >&2; }

# missing_packages PACKAGE...: those of them, each after a blank.
missing_packages() {
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
			printf ' %s' "$package"
	done
}

# The services that Debian starts when PACKAGE... is installed.
services_of() {
	for package in "$@"; do
		case $package in
		dovecot-core) echo 'dovecot.service dovecot.socket' ;;
		postfix) echo 'postfix.service' ;;
		prometheus-alertmanager) echo 'prometheus-alertmanager.service' ;;
		nginx-light) echo 'nginx.service' ;;
		unbound) echo 'unbound.service' ;;
		esac
	done
}

# install_packages PACKAGE...: those that are missing, as root or through sudo.
# The tests start mail servers of their own: one that is new to this computer is
# masked while it is installed and disabled afterwards, one that was here before
# is left alone. RUNLEVEL=1 is the same for computers without systemd.
# Word splitting is what turns the lists into arguments.
# shellcheck disable=SC2086
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
	services=
	[ ! -d /run/systemd/system ] || services=$(services_of $missing)
	[ -z "$services" ] || $as_root systemctl --runtime mask $services
	status=0
	# --no-remove: Postfix must not push out the mail system of this computer.
	$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
		apt-get install -q -y --no-install-recommends --no-remove $missing || status=$?
	[ -z "$services" ] || {
		$as_root systemctl --runtime unmask $services
		[ $status != 0 ] || $as_root systemctl disable $services
	}
	[ $status = 0 ] || {
		say "these could not be installed:$missing" >&2
		exit 1
	}
}

# Mail relays exclude each other as packages, and a plugin for tokens would be used by
# every program of this computer, so these are only fetched, into a folder each;
# tests/clients unpacks them where it needs them.
relay_folder=/var/cache/mailguide-tests
fetch_relays() {
	command -v dpkg-query >/dev/null || return 0
	for relay in dma nullmailer opensmtpd exim4 libsasl2-modules-kdexoauth2; do
		[ ! -d "$relay_folder/$relay" ] || continue
		case $relay in
		exim4) packages='exim4-daemon-light exim4-base exim4-config' ;;
		*) packages=$relay ;;
		esac
		say "fetching $packages into $relay_folder"
		as_root=
		[ "$(id -u)" = 0 ] || as_root=sudo
		# shellcheck disable=SC2086
		$as_root sh -ec '
			umask 022
			mkdir -p "$1"
			cd "$1"
			download=$(mktemp -d ./download.XXXXXX)
			trap "rm -rf $PWD/$download" EXIT
			chmod 777 "$download"
			target=$2
			shift 2
			(cd "$download" && { apt-get download -q "$@" ||
				{ apt-get update -q && apt-get download -q "$@"; }; })
			chmod 755 "$download"
			mv "$download" "$target"
		' sh "$relay_folder" "$relay" $packages || {
			say "could not be fetched: $packages" >&2
			exit 1
		}
	done
}

bootstrap() {
	for program in autoreconf:autoconf automake:automake; do
		command -v "${program%:*}" >/dev/null || {
			say "${program%:*} is missing; on Debian: apt-get install ${program#*:}" >&2
			exit 1
		}
	done
	autoreconf -fi
}

# build_in FOLDER CONFIGURE-OPTION...
build_in() {
	folder=$1
	shift
	mkdir -p "$folder"
	(cd "$folder" && ../configure "$@" && make -j"$(nproc)")
}

# sum_up DISTCHECK CHECK RESULT LOG RESULT LOG...: a line for each of automake's
# tests, and their sum as the last one; fails if something failed. A log with
# totals of its own counts as many tests as it says, any other as one; one that
# failed as one failure at least. DISTCHECK and CHECK, "passed" or "failed",
# count too, the latter only if no test shows why it failed.
sum_up() {
	distcheck=$1
	check=$2
	shift 2
	awk -v distcheck="$distcheck" -v check="$check" -v ci="${CI:-}" '
		function finish_test() {
			if (result == "")
				return
			if (result == "SKIP" && skipped == 0)
				skipped = 1
			else if (result == "PASS" && passed + skipped == 0)
				passed = 1
			else if (result != "PASS" && result != "SKIP" && failed == 0)
				failed = 1
			printf "%s: %d passed, %d failed, %d skipped\n", name, passed, failed, skipped
			sum_passed += passed; sum_failed += failed; sum_skipped += skipped
			passed = failed = skipped = 0
			result = ""
		}
		FILENAME ~ /\.trs$/ {
			if (FNR == 1) {
				finish_test()
				name = FILENAME
				gsub(/^build-check\/|\.trs$/, "", name)
			}
			if ($1 == ":test-result:")
				result = $2
			next
		}
		/^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3; skipped += $5 }
		/^[0-9]+%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/ {
			bad = $5 + $7; passed += $3 - bad; failed += bad
		}
		END {
			finish_test()
			if (check == "failed" && sum_failed == 0)
				sum_failed++
			if (distcheck == "passed")
				sum_passed++
			else
				sum_failed++
			printf "make distcheck: %s\n", distcheck
			forbidden = ci == "true" && sum_skipped > 0
			if (forbidden)
				print "CI=true does not allow a skipped test"
			printf "%d passed, %d failed, %d skipped\n", sum_passed, sum_failed, sum_skipped
			exit sum_failed > 0 || forbidden
		}
	' "$@"
}

run_checks() {
	find build-check -name '*.trs' -exec rm -f {} +
	check=passed
	(cd build-check && make -j"$(nproc)" check TESTS= && make check VERBOSE=1) || check=failed
	say 'a release archive builds, passes every test, installs and uninstalls'
	distcheck=passed
	(cd build-check && make distcheck >distcheck.out 2>&1) || {
		distcheck=failed
		tail -n 100 build-check/distcheck.out
	}
	# What distcheck left behind is in a folder of its own.
	set --
	for result in $(find build-check -name '*.trs' ! -path 'build-check/mailguide-*' | sort); do
		set -- "$@" "$result" "${result%.trs}.log"
	done
	sum_up $distcheck $check "$@"
}

# The lists of packages are split into words.
# shellcheck disable=SC2086
case ${1:-} in
'')
	bootstrap
	say 'next: ./configure && make && make check'
	;;
deps)
	case ${2:-} in
	'') install_packages $build_packages ;;
	--tests)
		install_packages $build_packages $test_packages $client_packages
		fetch_relays
		;;
	*)
		usage
		exit 2
		;;
	esac
	;;
demo)
	install_packages $build_packages
	bootstrap
	build_in build
	status=0
	./build/mailguide demo "${2:-gmail-app-password}" || status=$?
	# Finding the cause is what the demo is for; exit status 1 says it did.
	[ $status -le 1 ] || exit $status
	;;
check)
	install_packages $build_packages $test_packages $client_packages
	fetch_relays
	bootstrap
	build_in build-check --enable-werror --enable-sanitizers
	run_checks
	;;
*)
	usage
	exit 2
	;;
esac
