# SPDX-License-Identifier: MIT
"""Thunderbird without a screen, told what to do through its Marionette socket.

    thunderbird.py PROFILE CA-FILE PASSWORD-FILE PROTOCOL SUBJECT RECIPIENT TOKEN

In the profile stands the configuration; in an empty one an account is set up from
the file isp/DOMAIN.xml, as Thunderbird's own assistant does. What a person would do is done here: the
password is typed (into Thunderbird's own store), the inbox is looked at until SUBJECT
is there, a message with TOKEN is sent to RECIPIENT. Prints the subjects in the inbox.
"""
import json
import pathlib
import signal
import socket
import subprocess
import sys
import time

PATIENCE_S = 60
PORT = 2828

SCRIPT = """
const [ca, password, protocol, subject, recipient, token, resolve] = arguments;
const TRIES = 100;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");

function listener(resolve, reject) {
  return {
    QueryInterface: ChromeUtils.generateQI(["nsIUrlListener", "nsIMsgSendListener"]),
    OnStartRunningUrl() {},
    OnStopRunningUrl(url, code) {
      const info = code && url.QueryInterface(Ci.nsIMsgMailNewsUrl).failedSecInfo;
      code ? reject(new Error(`URL ${code} ${info?.errorCodeString}`)) : resolve();
    },
    onStartSending() {}, onSendProgress() {}, onSendNotPerformed() { reject(new Error("not sent")); },
    onProgress() {}, onStatus() {}, onGetDraftFolderURI() {}, onTransportSecurityError() {},
    onStopSending(id, code, text) { code ? reject(new Error("sending " + code)) : resolve(); },
  };
}

// Its name has changed from version to version.
function host(server) {
  return server.hostname ?? server.hostName;
}

async function remember(origin, user) {
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init(origin, null, origin, user, password, "", "");
  await Services.logins.addLoginAsync(login);
}

async function look(server) {
  const done = Promise.withResolvers();
  const heard = listener(done.resolve, done.reject);
  let inbox;
  if (protocol == "imap") {
    server.rootFolder; // makes the folders known
    inbox = MailServices.folderLookup.getOrCreateFolderForURL(server.serverURI + "/INBOX");
    inbox.QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, heard);
  } else {
    inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    MailServices.pop3.GetNewMail(null, heard, inbox,
      server.QueryInterface(Ci.nsIPop3IncomingServer));
  }
  await done.promise;
  return inbox;
}

async function setUp() {
  const from = name => ChromeUtils.importESModule(
    `resource:///modules/accountcreation/${name}.sys.mjs`)[name];
  const config = await from("FetchConfig").fromDisk(recipient.split("@")[1],
    new AbortController().signal);
  from("AccountConfig").replaceVariables(config, "Somebody", recipient, password);
  await from("CreateInBackend").createAccountInBackend(config);
}

// A look may end before all messages are listed, and fail while the folder is busy
// with what Thunderbird does by itself.
async function receive(server) {
  const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
  for (let tries = 0; ; tries++) {
    try {
      const inbox = await look(server);
      const subjects = [...inbox.messages].map(message => message.mime2DecodedSubject);
      if (subjects.includes(subject) || tries == TRIES) {
        return subjects;
      }
    } catch (error) {
      if (tries == TRIES) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function send(account) {
  const identity = account.defaultIdentity;
  identity.doFcc = false;
  const fields = Cc["@mozilla.org/messengercompose/composefields;1"]
    .createInstance(Ci.nsIMsgCompFields);
  fields.from = identity.email;
  fields.to = recipient;
  fields.subject = token;
  const file = Services.dirsvc.get("ProfD", Ci.nsIFile);
  file.append("message.eml");
  await IOUtils.writeUTF8(file.path, `From: ${identity.email}\\r\\nTo: ${recipient}\\r\\n` +
    `Subject: ${token}\\r\\n\\r\\n${token}\\r\\n`);
  const done = Promise.withResolvers();
  Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend).sendMessageFile(
    identity, account.key, fields, file, false, false, Ci.nsIMsgSend.nsMsgDeliverNow, null,
    listener(done.resolve, done.reject), null, "");
  await done.promise;
}

(async () => {
  // There is no network but this one.
  Services.io.manageOfflineStatus = false;
  Services.io.offline = false;
  Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB)
    .addCertFromBase64(ca, "CT,CT,CT");
  if (!MailServices.accounts.accounts.some(some => some.incomingServer.type == protocol)) {
    await setUp();
  }
  const account = MailServices.accounts.defaultAccount;
  const server = account.incomingServer;
  const smtp = MailServices.outgoingServer.defaultServer;
  await remember((protocol == "imap" ? "imap" : "mailbox") + "://" + host(server),
    server.username);
  await remember("smtp://" + host(smtp.QueryInterface(Ci.nsISmtpServer)), smtp.username);
  const subjects = await receive(server);
  await send(account);
  return { subjects };
})().then(resolve, error => resolve({ error: String(error) + "\\n" + error.stack }));
"""


class Marionette:
    """The protocol: LENGTH:[0, id, command, parameters], and the same back."""

    def __init__(self, alive):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", PORT), PATIENCE_S)
                break
            except ConnectionRefusedError:
                if not alive() or time.monotonic() > deadline:
                    sys.exit("Thunderbird does not listen")
                time.sleep(0.05)
        self.file = self.socket.makefile("rb")
        self.read()  # its greeting

    def read(self):
        digits = b""
        while (byte := self.file.read(1)) != b":":
            if not byte:
                sys.exit("Thunderbird hung up")
            digits += byte
        return json.loads(self.file.read(int(digits)))

    def call(self, command, **parameters):
        message = json.dumps([0, 1, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.read()
        if error:
            sys.exit(f"{command}: {error['message']}")
        return result


def main(profile, ca_file, password_file, protocol, *about):
    ca = "".join(line for line in pathlib.Path(ca_file).read_text(encoding="ascii").splitlines()
                 if not line.startswith("-----"))
    password = pathlib.Path(password_file).read_text(encoding="utf-8")
    # A group of its own: it leaves children behind otherwise.
    program = subprocess.Popen(
        ["thunderbird", "--headless", "--marionette", "--remote-allow-system-access",
         "--no-remote", "--profile", profile],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True)
    try:
        client = Marionette(lambda: program.poll() is None)
        client.call("WebDriver:NewSession", capabilities={"alwaysMatch": {
            "timeouts": {"script": PATIENCE_S * 1000}}})
        client.call("Marionette:SetContext", value="chrome")
        result = client.call("WebDriver:ExecuteAsyncScript", script=SCRIPT,
                             args=[ca, password, protocol, *about])["value"]
    finally:
        try:
            subprocess.os.killpg(program.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        program.wait()
    if "error" in result:
        sys.exit(result["error"])
    print("\n".join(result["subjects"]))


main(*sys.argv[1:])
