# SPDX-License-Identifier: MIT
"""Whole conversations with the guided run, one by name.

    talk.py NAME WORKING-FOLDER

Runs inside the practice host, which says in the environment where its resolver
and its authority are. $MAILGUIDE is the program, $LAB_SECRET what the person has.
"""
import os
import pathlib
import sys

from terminal import Terminal, Trouble

SECRET = os.environ["LAB_SECRET"]
ADDRESS = os.environ["LAB_ADDRESS"]
FOLDER = pathlib.Path(sys.argv[2])
COMMAND = [
    os.environ["MAILGUIDE"],
    f"--resolver={os.environ['LAB_RESOLVER']}",
    f"--ca-file={os.environ['LAB_CA']}",
    "--timeout=5",
]
CTRL_C = "\x03"
PASSWORD = "tests without login): "
NEXT = "What next? "


def check(holds, complaint):
    if not holds:
        raise Trouble(complaint)


def start(*arguments, **more):
    environment = {"HOME": str(FOLDER), "XDG_CONFIG_HOME": str(FOLDER / "config")}
    environment.update(more.pop("environment", {}))
    return Terminal([*COMMAND, *arguments], environment=environment, **more)


def give_password(person, password):
    person.expect(PASSWORD)
    check(not person.echoes(), "the password would be seen while it is typed")
    person.type(password + "\n")


def leave(person, wanted=0):
    """Everybody ends like this: the status, a terminal as before, no secret seen."""
    status = person.finish()
    check(status == wanted, f"exit status {status}, not {wanted}; it said:\n{person.text}")
    check(SECRET not in person.text, "the password was shown")


def success():
    person = start()
    person.answer("Mail address: ", ADDRESS)
    person.expect("These settings were found")
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def wrong_then_right():
    person = start("setup", ADDRESS)
    give_password(person, "not-the-password")
    person.expect("rejected")
    person.answer(NEXT, "p")
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "")
    leave(person)
    check("not-the-password" not in person.text, "the wrong password was shown")


def app_password():
    person = start(ADDRESS)
    person.expect("app password")  # said before anything is asked for
    give_password(person, "account-password")
    person.expect("App password needed")
    person.expect("https://")
    person.answer(NEXT, "q")
    leave(person, 1)


def manual_settings():
    person = start(ADDRESS, "--user=alice@example.org")
    person.expect("No settings found")
    give_password(person, SECRET)
    person.answer(NEXT, "m")
    person.answer("IMAP server", "not a host")
    person.expect("cannot be used")
    person.answer("IMAP server", "imap.example.org:993,tls")
    person.answer("SMTP server", "smtp.example.org:465,tls")
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def configuration():
    person = start(ADDRESS)
    give_password(person, SECRET)
    person.answer(NEXT, "c")
    person.answer("Which program?", "no-such-program")
    person.answer("Which program?", "msmtp")
    person.answer("Write this? [y/N] ", "y")
    person.answer(NEXT, "q")
    leave(person)
    written = list(FOLDER.rglob("*msmtp*"))
    check(written, f"nothing was written; it said:\n{person.text}")
    check(SECRET not in written[0].read_text(encoding="utf-8"), "the password was written")


def save_report():
    report = FOLDER / "report.json"
    person = start(ADDRESS)
    give_password(person, SECRET)
    person.answer(NEXT, "s")
    person.answer("File [", str(report))
    person.answer(NEXT, "q")
    leave(person)
    text = report.read_text(encoding="utf-8")
    check("root_cause" in text and SECRET not in text, "the report is not what it should be")


def without_login():
    person = start(ADDRESS)
    give_password(person, "")
    person.expect("No login was tried")
    person.answer(NEXT, "q")
    leave(person)


def leave_at_each_prompt():
    prompts = (
        ("Mail address: ", None),
        (PASSWORD, ADDRESS),
        (NEXT, ""),
        ("User name: ", "u"),
    )
    for count in range(1, len(prompts) + 1):
        person = start()
        for number, (prompt, answer) in enumerate(prompts[:count]):
            if answer is not None:
                person.type(answer + "\n")
            person.expect(prompt)
            if number == count - 1:
                person.type(CTRL_C)
        person.expect("stopped; nothing was changed")
        check(person.is_sane(), f"the terminal was left changed after '{prompts[count - 1][0]}'")
        leave(person, 3)


def narrow_and_resized():
    person = start(ADDRESS, columns=40)
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    longest = max(map(len, person.text.splitlines()))
    check(longest <= 80, f"a line of {longest} columns in a terminal of 40")
    person.expect(NEXT)
    person.resize(120)
    person.type("r\n")
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def plain_locale():
    person = start(ADDRESS, environment={"LC_ALL": "C", "NO_COLOR": "1"})
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)
    check(person.text.isascii(), "characters that this locale does not have were shown")
    check("\x1b[3" not in person.raw, "colours were used although NO_COLOR is set")


def asks_nothing():
    secret = FOLDER / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    person = start("setup", "--yes", ADDRESS, f"--password-file={secret}")
    person.expect(f"{ADDRESS} works")
    leave(person)


CONVERSATIONS = (
    success, wrong_then_right, app_password, manual_settings, configuration, save_report,
    without_login, leave_at_each_prompt, narrow_and_resized, plain_locale, asks_nothing,
)


def main(name):
    try:
        next(talk for talk in CONVERSATIONS if talk.__name__ == name)()
    except Trouble as trouble:
        sys.exit(f"{name}: {trouble}")


main(sys.argv[1])
