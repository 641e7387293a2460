# SPDX-License-Identifier: MIT
# What no program of Debian reads here is read by its language's own parser; the
# password must come out of it as it went in.
# parse_with TARGET FILE HOW COMMAND...: COMMAND prints the password that it reads.
parse_with() {
	target=$1 file=$2
	shift 2
	for mode in tls starttls; do
		for user in $passwords; do
			new_home
			# shellcheck disable=SC2046
			why=$(export_to $target $user $mode "$home/$file" $(inline $user)) || {
				verdict "$target is read, $mode, password $user" "$why"
				continue
			}
			as_user "$@"
			verdict "$target is read, $mode, password $user" \
				"$(tr -d '\n' <"$WORLD/out" | cmp - "$WORLD/secrets/$user" 2>&1 || cat "$WORLD/out")"
		done
	done
	verdict "$target: any bytes come back or are refused" "$(
		for value in "$WORLD/values"/*; do
			new_home
			(export_to $target alice tls "$home/$file" --inline-secret \
				--password-file="$value") >/dev/null || continue
			as_user "$@"
			tr -d '\n' <"$WORLD/out" | cmp - "$value" 2>&1
		done)"
}

# checked TARGET HOW COMMAND...: COMMAND accepts the configuration in $home/file.
checked() {
	target=$1 how=$2
	shift 2
	for mode in tls starttls; do
		new_home
		why=$(export_to $target alice $mode "$home/file")
		as_user "$@"
		verdict "$target is read, $mode" "$([ $? = 0 ] || cat "$WORLD/out")$why"
	done
	verified $target - "$how"
}

passwords="$PASSWORDS edges"
php_lint='php -l file >/dev/null && php -r'
if wanted wordpress; then
	parse_with wordpress file sh -c "{ echo '<?php'; cat file; } >x.php && php -l x.php >/dev/null &&
		php -r 'require \"x.php\"; echo WPMS_SMTP_PASS;'"
	verified wordpress - 'the parser of PHP'
fi
if wanted nextcloud; then
	parse_with nextcloud file sh -c "$php_lint 'require \"file\"; echo \$CONFIG[\"mail_smtppassword\"];'"
	verified nextcloud - 'the parser of PHP'
fi
if wanted gitlab; then
	parse_with gitlab file ruby -e 'gitlab_rails = {}
		eval File.read("file", encoding: "UTF-8"), binding
		print gitlab_rails["smtp_password"]'
	verified gitlab - 'the parser of Ruby'
fi
if wanted home-assistant; then
	parse_with home-assistant file python3 -c 'import yaml
print(yaml.safe_load(open("file"))["notify"][0]["password"])'
	verified home-assistant - 'a parser of YAML'
fi
if wanted discourse; then
	parse_with discourse file python3 -c 'import yaml
print(yaml.safe_load(open("file"))["env"]["DISCOURSE_SMTP_PASSWORD"])'
	verified discourse - 'a parser of YAML'
fi
if wanted himalaya; then
	parse_with himalaya file python3 -c 'import tomllib
print(tomllib.load(open("file", "rb"))["accounts"]["example"]["imap"]["sasl"]["plain"]["password"]["raw"])'
	verified himalaya - 'a parser of TOML'
fi
for target in outlook-autodiscover thunderbird-android; do
	! wanted $target || checked $target 'a parser of XML' xmllint --noout file
done
if wanted apple-mobileconfig; then
	checked apple-mobileconfig 'a parser of property lists' python3 -c '
import plistlib
profile = plistlib.load(open("file", "rb"))
mail = profile["PayloadContent"][0]
assert mail["IncomingMailServerHostName"] == "mail.example.test"
assert mail["OutgoingMailServerPortNumber"] in (465, 587)
assert mail["IncomingMailServerUseSSL"] is True'
fi
if wanted json; then
	checked json 'a parser of JSON' python3 -c '
import json
assert json.load(open("file"))["imap"]["host"] == "mail.example.test"'
fi
for target in grafana gitea; do
	! wanted $target || checked $target 'a parser of INI files' python3 -c '
import configparser
read = configparser.ConfigParser(interpolation=None)
read.read("file")
assert "mail.example.test" in open("file").read() and read.sections()'
done
if wanted dns-srv; then
	checked dns-srv 'a parser of zones' sh -c '{ printf "%s\n" "\$ORIGIN example.test." \
		"@ 60 IN SOA ns hostmaster 1 60 60 60 60" && cat file; } >zone &&
		ldns-read-zone zone >read && grep "SRV.*mail[.]example[.]test[.]$" read'
fi

# told TARGET HOW: what a person types stands there, each server, port and name.
told() {
	for mode in tls starttls; do
		new_home
		why=$(export_to $1 alice $mode "$home/file")
		ports='993 465'
		[ $mode = tls ] || ports='143 587 STARTTLS'
		[ $1 != forum ] || ports=${ports#* }
		verdict "$1 tells all, $mode" "$why$(for word in mail.example.test $ports alice@example.test; do
			grep -q -F "$word" "$home/file" || echo "no $word"
		done)"
	done
	verified $1 - "$2"
}
for target in forum human outlook thunderbird; do
	! wanted $target || told $target 'by reading: it is text for people'
done
! wanted kmail || told kmail \
	'by reading: it is text for people; KMail keeps accounts in a database (Akonadi), which no file fills'
