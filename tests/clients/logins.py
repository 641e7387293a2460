# SPDX-License-Identifier: MIT
"""logins.py ADDRESS CERTIFICATE FILE: servers that refuse every login, with TLS from
the first byte on ports 1993 (IMAP), 1995 (POP3), 1465 (SMTP) and 1467 (SMTP, but LOGIN
is the only mechanism, as Exchange has it). What was given last is put into FILE: user name, zero byte, password, as they came.
"""
import base64
import os
import re
import socketserver
import ssl
import sys
import threading

ADDRESS, CERTIFICATE, FILE = sys.argv[1:]
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
CONTEXT.load_cert_chain(CERTIFICATE)


def keep(user, password):
    with open(FILE + ".new", "wb") as file:
        file.write(user + b"\0" + password)
    os.rename(FILE + ".new", FILE)


class Dialogue(socketserver.StreamRequestHandler):
    def setup(self):
        self.request = CONTEXT.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self):
        try:
            self.say(self.greeting)
            while line := self.rfile.readline():
                self.hear(line.rstrip(b"\r\n"))
        except (OSError, ValueError):
            pass  # the program went away

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def ask(self, prompt):
        self.say(prompt)
        return base64.b64decode(self.rfile.readline().strip())

    def sasl(self, words, prompt):
        """An exchange of PLAIN or LOGIN; WORDS are the mechanism and what came with it."""
        first = base64.b64decode(words[1]) if len(words) > 1 else None
        if words[0].upper() == b"PLAIN":
            given = first if first is not None else self.ask(prompt)
            _, user, password = given.split(b"\0", 2)
        else:
            user = first if first is not None else self.ask(prompt + "VXNlcm5hbWU6")
            password = self.ask(prompt + "UGFzc3dvcmQ6")
        keep(user, password)


class Imap(Dialogue):
    greeting = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN] ready"

    def string(self, rest):
        """The string that REST begins with, and what follows."""
        literal = re.fullmatch(rb"\{(\d+)(\+?)\}", rest)
        if literal:
            if not literal[2]:
                self.say("+ go on")
            value = self.rfile.read(int(literal[1]))
            return value, self.rfile.readline().rstrip(b"\r\n").lstrip(b" ")
        quoted = re.match(rb'"((?:[^"\\]|\\.)*)" ?', rest)
        if quoted:
            return re.sub(rb"\\(.)", rb"\1", quoted[1]), rest[quoted.end() :]
        atom, _, rest = rest.partition(b" ")
        return atom, rest

    def hear(self, line):
        tag, _, rest = line.partition(b" ")
        word, _, rest = rest.partition(b" ")
        word, tag = word.upper(), tag.decode()
        if word == b"LOGIN":
            user, rest = self.string(rest)
            keep(user, self.string(rest)[0])
        elif word == b"AUTHENTICATE":
            self.sasl(rest.split(), "+ ")
        if word in (b"LOGIN", b"AUTHENTICATE"):
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] not today")
            return
        if word == b"CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN")
        self.say(f"{tag} OK done")


class Pop3(Dialogue):
    greeting = "+OK ready"

    def hear(self, line):
        word, _, rest = line.partition(b" ")
        word = word.upper()
        if word == b"CAPA":
            self.say("+OK\r\nUSER\r\nUIDL\r\n.")
        elif word == b"USER":
            self.user = rest
            self.say("+OK")
        elif word == b"PASS":
            keep(self.user, rest)
            self.say("-ERR [AUTH] not today")
        elif word == b"AUTH":
            self.say("-ERR no")
        else:
            self.say("+OK")


class Smtp(Dialogue):
    greeting = "220 mail.example.test ESMTP"
    mechanisms = "PLAIN LOGIN"

    def hear(self, line):
        word, _, rest = line.partition(b" ")
        word = word.upper()
        if word == b"EHLO":
            self.say(f"250-mail.example.test\r\n250-8BITMIME\r\n250 AUTH {self.mechanisms}")
        elif word == b"AUTH" and rest.split()[0].decode() not in self.mechanisms:
            self.say("504 5.5.4 unknown")
        elif word == b"AUTH":
            self.sasl(rest.split(), "334 ")
            self.say("535 5.7.8 not today")
        else:
            self.say("221 bye" if word == b"QUIT" else "250 so be it")


class LoginOnly(Smtp):
    mechanisms = "LOGIN"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # programs that look at the certificate only


for port, kind in ((1993, Imap), (1995, Pop3), (1465, Smtp), (1467, LoginOnly)):
    server = Server((ADDRESS, port), kind)
    threading.Thread(target=server.serve_forever).start()
