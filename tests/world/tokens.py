# SPDX-License-Identifier: MIT
"""A token endpoint: says to Dovecot whose an access token is.

Reads one "token address" pair a line from the file given and listens on
127.0.0.1, at the port given.
"""
import http.server
import json
import sys
import urllib.parse

with open(sys.argv[1], encoding="utf-8") as pairs:
    OWNERS = dict(line.split() for line in pairs)


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        owner = OWNERS.get(query.get("access_token", [""])[0])
        answer = {"email": owner} if owner else {"error": "invalid_token"}
        body = json.dumps(answer).encode()
        self.send_response(200 if owner else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Endpoint).serve_forever()
