#!/bin/sh
# SPDX-License-Identifier: MIT
# The shape of the code, proved: arrows between the rooms go one way, each
# library has one owner, and files keep to the house rules.
set -u
cd "${srcdir:-.}" || exit 1
failed=0
passed=0

rule() {
	if [ -n "$2" ]; then
		printf 'FAIL: %s\n%s\n' "$1" "$2"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

including() { # PATTERN FOLDER...: includes that match
	pattern=$1
	shift
	grep -nE "^#[[:space:]]*include[[:space:]]+[<\"]$pattern" "$@" 2>/dev/null
}

rule 'probes include no other room' \
	"$(including '(\.\./)*(providers|wizard|tests)/' probes/*.[ch])"
rule 'providers do not include the wizard' \
	"$(including '(\.\./)*(wizard|tests)/' providers/*.[ch])"
rule 'the program does not include the tests' \
	"$(including '(\.\./)*tests/' wizard/*.[ch])"

# owner LIBRARY HEADER-PATTERN FILE-PATTERN: who may include it
owner() {
	rule "only its owner includes $1" \
		"$(including "$2" probes/*.[ch] providers/*.[ch] wizard/*.[ch] | grep -vE "^($3):")"
}
owner c-ares 'ares' 'probes/(resolver|dns_answer)\.c'
owner libuv 'uv\.h' 'probes/loop\.c'
owner libgsasl 'gsasl\.h' 'probes/sasl\.c'
owner OpenSSL 'openssl/' 'probes/(handshake|certificate)\.[ch]|probes/(secret|digest)\.c'
owner libcurl 'curl/' 'probes/fetch\.c'
owner expat 'expat\.h' 'providers/[a-z_]*xml[a-z_]*\.c'
owner libidn2 'idn2\.h' 'providers/address\.c'
owner libpsl 'libpsl\.h' 'providers/suffix\.c'
owner libedit '(editline|histedit)' 'wizard/ask\.c'
owner cJSON 'cjson/' \
	'providers/preset_(parse|values)\.[ch]|providers/strict_json\.[ch]|providers/pacc\.c|wizard/(json\.[ch]|evidence_(read|write|fields)\.[ch]|render_(json|providers|diff)\.c|snapshot\.c|cmd_export\.c|compile_catalog\.c)'

sources='probes/*.[ch] providers/*.[ch] wizard/*.[ch] tests/*/*.[ch]'
# Word splitting and globbing are meant.
# shellcheck disable=SC2086
rule 'every source file names its licence' \
	"$(grep -L 'SPDX-License-Identifier: MIT' $sources 2>/dev/null)"
# shellcheck disable=SC2086
rule 'structures have no typedef' "$(grep -nE '^typedef struct' $sources 2>/dev/null)"
# shellcheck disable=SC2086
rule 'no source file of the program is longer than 600 lines' \
	"$(wc -l probes/*.[ch] providers/*.[ch] wizard/*.[ch] 2>/dev/null |
		awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }')"

# What begins with #! is run by its name, what does not is read by another script.
wrong_modes() {
	find autogen.sh tests wizard/po \( -name '*.sh' -o -name '*.py' \) -type f |
		while read -r script; do
			runs=no
			[ "$(head -c 2 "$script")" != '#!' ] || runs=yes
			executable=no
			[ ! -x "$script" ] || executable=yes
			[ $runs = $executable ] || printf '%s\n' "$script"
		done
}
rule 'scripts are executable if they begin with #!, and only then' "$(wrong_modes)"

printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
