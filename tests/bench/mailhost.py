# SPDX-License-Identifier: MIT
"""A host that answers at once: SMTP, IMAP and POP3 on all their ports, and the web.

Arguments: address to listen on, file with key and certificate. Any login is
taken. Hosts named autoconfig… publish settings, plain http at autodiscover…
redirects to https. It prints one line when it listens.
"""
import socket
import socketserver
import ssl
import sys
import threading

ADDRESS, CERTIFICATE = sys.argv[1:]
TLS = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
TLS.load_cert_chain(CERTIFICATE)
TLS.num_tickets = 0

# Verb: reply. For IMAP the last line of a reply follows the tag.
SMTP = {
    "greeting": "220 mail.example.test ESMTP",
    "unknown": "250 2.0.0 ok",
    "EHLO": "250-mail.example.test\r\n250-STARTTLS\r\n250 AUTH PLAIN",
    "AUTH": "235 2.7.0 welcome",
    "STARTTLS": "220 2.0.0 go ahead",
    "QUIT": "221 2.0.0 bye",
}
IMAP = {
    "greeting": "* OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS AUTH=PLAIN] hello",
    "unknown": "OK done",
    "STARTTLS": "OK go ahead",
    "AUTHENTICATE": "OK [CAPABILITY IMAP4rev1] welcome",
    "CAPABILITY": ("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN", "OK done"),
    "EXAMINE": ("* 0 EXISTS", "OK [READ-ONLY] done"),
    "LOGOUT": ("* BYE bye", "OK done"),
}
POP3 = {
    "greeting": "+OK hello",
    "unknown": "+OK 0 0",
    "CAPA": "+OK\r\nSTLS\r\nUSER\r\nSASL PLAIN\r\n.",
    "AUTH": "+OK welcome",
    "STLS": "+OK go ahead",
    "QUIT": "+OK bye",
}
CONFIG = """<clientConfig><emailProvider>
<incomingServer type="imap"><hostname>far.example.test</hostname></incomingServer>
<outgoingServer type="smtp"><hostname>far.example.test</hostname></outgoingServer>
</emailProvider></clientConfig>"""
UPGRADES = ("STARTTLS", "STLS")
ENDS = ("QUIT", "LOGOUT")
PORTS = {25: SMTP, 587: SMTP, 465: SMTP, 143: IMAP, 993: IMAP, 110: POP3, 995: POP3}
TLS_FIRST = (443, 465, 993, 995)
WEB = (80, 443)


def answer(replies, words):
    """The reply to a command, and its verb."""
    if replies is not IMAP:
        verb = words[0].upper()
        return replies.get(verb, replies["unknown"]), verb
    verb = words[1].upper() if len(words) > 1 else ""
    reply = replies.get(verb, replies["unknown"])
    lines = (reply,) if isinstance(reply, str) else reply
    return "\r\n".join((*lines[:-1], f"{words[0]} {lines[-1]}")), verb


class Conversation(socketserver.BaseRequestHandler):
    def say(self, text):
        self.request.sendall(text.encode() + b"\r\n")

    def handle(self):
        port = self.server.server_address[1]
        try:
            # Without it the greeting waits for the client to acknowledge.
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if port in TLS_FIRST:
                self.request = TLS.wrap_socket(self.request, server_side=True)
            if port in WEB:
                self.serve(port)
            else:
                self.say(PORTS[port]["greeting"])
                self.talk(PORTS[port])
        except OSError:
            pass  # the client left, which is its right

    def serve(self, port):
        lines = self.request.makefile("rb")
        header = []
        while (line := lines.readline().decode().rstrip()) != "":
            header.append(line)
        fields = dict(line.lower().split(": ", 1) for line in header[1:])
        lines.read(int(fields.get("content-length", 0)))
        host = fields.get("host", "")
        status, more, body = "404 Not Found", "", ""
        if host.startswith("autoconfig."):
            status, body = "200 OK", CONFIG
        elif host.startswith("autodiscover.") and port == 80:
            status, more = "302 Found", "Location: https://far.example.test/\r\n"
        self.say(f"HTTP/1.1 {status}\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}")

    def talk(self, replies):
        lines = self.request.makefile("rb")
        while line := lines.readline():
            reply, verb = answer(replies, line.decode().split() or [""])
            self.say(reply)
            if verb in UPGRADES:
                self.request = TLS.wrap_socket(self.request, server_side=True)
                lines = self.request.makefile("rb")
            elif verb in ENDS:
                return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


for listening in [Server((ADDRESS, port), Conversation) for port in (*PORTS, *WEB)]:
    threading.Thread(target=listening.serve_forever).start()
print("listening", flush=True)
