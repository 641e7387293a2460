#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Mail servers that refuse, for tests/words.sh.

    words_server.py CERTIFICATE KEY

Prints its ports, one a line: submission, relay, IMAP, IMAP over TLS, and one where
nobody listens.  Ends when its standard input does.
"""
import socket
import ssl
import sys
import threading

SUBMISSION = (b"220 mail.example.org ESMTP Postfix\r\n", [
    (b"EHLO", b"250-mail.example.org\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n"),
    (b"AUTH", b"535 5.7.8 Error: authentication failed: authentication failure\r\n"),
    (b"QUIT", b"221 2.0.0 Bye\r\n"),
    (b"", b"250 2.0.0 Ok\r\n")])
RELAY = (b"220 mail.example.org ESMTP Postfix\r\n", [
    (b"EHLO", b"250-mail.example.org\r\n250 SIZE 1000\r\n"),
    (b"RCPT", b"554 5.7.1 <eve@other.example>: Relay access denied\r\n"),
    (b"QUIT", b"221 2.0.0 Bye\r\n"),
    (b"", b"250 2.0.0 Ok\r\n")])
IMAP = (b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] Dovecot ready.\r\n", [
    (b" LOGIN ", b"TAG NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"),
    (b" AUTHENTICATE ", b"TAG NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"),
    (b" CAPABILITY", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nTAG OK done\r\n"),
    (b" LOGOUT", b"* BYE bye\r\nTAG OK bye\r\n"),
    (b"", b"TAG OK done\r\n")])


def answer(connection, role, context):
    greeting, replies = role
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        connection.sendall(greeting)
        for line in connection.makefile("rb"):
            words = line.split() or [b"x"]
            reply = next(reply for word, reply in replies if word in line.upper())
            connection.sendall(reply.replace(b"TAG", words[0]))
    except OSError:
        pass
    connection.close()


def listen(role, context=None):
    server = socket.create_server(("127.0.0.1", 0), backlog=16)

    def loop():
        while True:
            connection, _ = server.accept()
            threading.Thread(target=answer, args=(connection, role, context),
                             daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    return server.getsockname()[1]


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    # Bound but not listening: whoever connects is refused.
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    for port in (listen(SUBMISSION), listen(RELAY), listen(IMAP), listen(IMAP, context),
                 closed.getsockname()[1]):
        print(port)
    sys.stdout.flush()
    sys.stdin.read()


main()
