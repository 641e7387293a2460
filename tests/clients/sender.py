# SPDX-License-Identifier: MIT
"""sender.py FOLDER TEXT NAME: the message with TEXT in it in the Maildir FOLDER is from
NAME. Dovecot keeps parts of messages beside them.
"""
import email
import email.policy
import pathlib
import sys

FOLDER, TEXT, NAME = pathlib.Path(sys.argv[1]), sys.argv[2].encode(), sys.argv[3]


def messages():
    while True:
        try:
            return [path.read_bytes() for part in ("new", "cur") for path in FOLDER.glob(part + "/*")]
        except FileNotFoundError:  # it was read and is called otherwise now
            pass


for message in messages():
    if TEXT in message:
        sender = email.message_from_bytes(message, policy=email.policy.default)["from"]
        if [address.display_name for address in sender.addresses] != [NAME]:
            sys.exit(f"it is from {sender}, not from {NAME}")
