# SPDX-License-Identifier: MIT
"""sender.py FOLDER TEXT NAME: the message with TEXT in it in the Maildir FOLDER is from
NAME. Dovecot keeps parts of messages beside them.
"""
import email
import email.policy
import pathlib
import sys

FOLDER, TEXT, NAME = sys.argv[1:]
for path in [*pathlib.Path(FOLDER).glob("new/*"), *pathlib.Path(FOLDER).glob("cur/*")]:
    content = path.read_bytes()
    if TEXT.encode() in content:
        sender = email.message_from_bytes(content, policy=email.policy.default)["from"]
        if [address.display_name for address in sender.addresses] != [NAME]:
            sys.exit(f"it is from {sender}, not from {NAME}")
