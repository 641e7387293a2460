#!/bin/sh
# SPDX-License-Identifier: MIT
# web.sh FOLDER: names.txt (what the certificate is for), hosts.txt (what has an
# address), records.conf (for dnsmasq) and web/nginx.conf, by which each domain
# publishes its settings in one single way. Run before the servers start.
#
# All of them name the hosts of example.test, and a user name there.
set -eu
folder=$1
mkdir -p "$folder/web"
cd "$folder"

for host in mail.example.test '*.example.test' autoconfig.thunderbird.net \
	autoconfig.config.test wellknown.test ua-auto-config.pacc.test \
	autodiscover.outlook.test outlook-srv.test redirected.outlook.test \
	documents.mailconf.test autoconfig.hoster.test mail.guess.test; do
	echo "$host"
done >names.txt

cat >records.conf <<'CONF'
host-record=autoconfig.config.test,wellknown.test,autoconfig.http.test,127.0.0.9
host-record=autoconfig.thunderbird.net,127.0.0.9
host-record=ua-auto-config.pacc.test,127.0.0.9
host-record=autodiscover.outlook.test,outlook-srv.test,redirected.outlook.test,127.0.0.9
host-record=autodiscover.outlook-http.test,127.0.0.9
host-record=documents.mailconf.test,127.0.0.9
host-record=autoconfig.hoster.test,127.0.0.9
host-record=mail.guess.test,127.0.0.2
mx-host=mx-autoconfig.test,mx.hoster.test,10
mx-host=mx-ispdb.test,mx.listed.test,10
srv-host=_autodiscover._tcp.outlook-dns.test,outlook-srv.test,443
srv-host=_imaps._tcp.declined.test
srv-host=_jmap._tcp.jmap.test,jmap.test,443
txt-record=mailconf.test,"mailconf=https://documents.mailconf.test/mail.xml"
CONF

user='%EMAILLOCALPART%@example.test'
server() { # ELEMENT TYPE HOST PORT
	cat <<XML
<$1 type="$2"><hostname>$3</hostname><port>$4</port><socketType>SSL</socketType>
<username>$user</username><authentication>password-cleartext</authentication></$1>
XML
}
{
	echo '<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="example.test">'
	server incomingServer imap imap.example.test 993
	server incomingServer pop3 pop.example.test 995
	server outgoingServer smtp smtp.example.test 465
	echo '</emailProvider></clientConfig>'
} >web/config.xml
protocol() { # TYPE HOST PORT
	cat <<XML
<Protocol><Type>$1</Type><Server>$2</Server><Port>$3</Port><SSL>on</SSL>
<LoginName>alice@example.test</LoginName></Protocol>
XML
}
outlook=$(
	echo '<?xml version="1.0"?><Autodiscover><Response><Account><Action>settings</Action>'
	protocol IMAP imap.example.test 993
	protocol POP3 pop.example.test 995
	protocol SMTP smtp.example.test 465
	echo '</Account></Response></Autodiscover>'
)
printf '%s' '{"protocols":{"imap":{"host":"imap.example.test"},"pop3":{"host":"pop.example.test"},
"smtp":{"host":"smtp.example.test"}},"authentication":{"password":true}}' >web/pacc.json
digest=$(openssl dgst -sha256 -binary web/pacc.json | base64)
echo "txt-record=_ua-auto-config.pacc.test,\"v=UAAC1; a=sha256; d=$digest\"" >>records.conf

# Autodiscover is a POST, which nginx answers from memory only.
cat >web/nginx.conf <<CONF
daemon off;
user root;
pid $folder/web/nginx.pid;
error_log $folder/web/error.log;
events {}
http {
	access_log $folder/web/access.log;
	client_body_temp_path $folder/web/tmp;
	proxy_temp_path $folder/web/tmp;
	fastcgi_temp_path $folder/web/tmp;
	uwsgi_temp_path $folder/web/tmp;
	scgi_temp_path $folder/web/tmp;
	types { text/xml xml; application/json json; }
	ssl_certificate $folder/ca/server.crt;
	ssl_certificate_key $folder/ca/leaf.key;
	server {
		listen 127.0.0.9:443 ssl;
		server_name autoconfig.config.test autoconfig.hoster.test;
		location = /mail/config-v1.1.xml { alias $folder/web/config.xml; }
	}
	server {
		listen 127.0.0.9:443 ssl default_server;
		server_name _;
		return 404;
	}
	server {
		listen 127.0.0.9:443 ssl;
		server_name wellknown.test;
		location = /.well-known/autoconfig/mail/config-v1.1.xml { alias $folder/web/config.xml; }
	}
	server {
		listen 127.0.0.9:443 ssl;
		server_name autoconfig.thunderbird.net;
		location ~ ^/v1.1/(ispdb|listed).test\$ { alias $folder/web/config.xml; }
	}
	server {
		listen 127.0.0.9:443 ssl;
		server_name ua-auto-config.pacc.test;
		location = /.well-known/user-agent-configuration.json { alias $folder/web/pacc.json; }
	}
	server {
		listen 127.0.0.9:443 ssl;
		server_name autodiscover.outlook.test outlook-srv.test redirected.outlook.test;
		default_type text/xml;
		location = /autodiscover/autodiscover.xml { return 200 '$outlook'; }
	}
	server {
		listen 127.0.0.9:443 ssl;
		server_name documents.mailconf.test;
		location = /mail.xml { alias $folder/web/config.xml; }
	}
	server {
		listen 127.0.0.9:80;
		server_name autoconfig.http.test;
		location = /mail/config-v1.1.xml { alias $folder/web/config.xml; }
	}
	server {
		listen 127.0.0.9:80;
		server_name autodiscover.outlook-http.test;
		return 302 https://redirected.outlook.test/autodiscover/autodiscover.xml;
	}
}
CONF
