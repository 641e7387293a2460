# SPDX-License-Identifier: MIT
"""Whole conversations with the guided run, one by name.

    talk.py NAME WORKING-FOLDER

Runs inside the practice host, which says in the environment where its resolver
and its authority are. $MAILGUIDE is the program, $LAB_SECRET what the person has.
"""
import itertools
import os
import pathlib
import re
import sys
import time

from terminal import PATIENCE_S, Terminal, Trouble, on_screen

SECRET = os.environ["LAB_SECRET"]
ADDRESS = os.environ["LAB_ADDRESS"]
FOLDER = pathlib.Path(sys.argv[2])
COMMAND = [
    os.environ["MAILGUIDE"],
    f"--resolver={os.environ['LAB_RESOLVER']}",
    f"--ca-file={os.environ['LAB_CA']}",
    "--timeout=60",  # a busy computer may need it; no end of it is waited for
]
# Where some server never answers, part of the time is waited for.
PATIENT = "--timeout=20"
CTRL_C = "\x03"
CTRL_D = "\x04"
PASSWORD = "tests without login): "
NEXT = "What next? ["


def check(holds, complaint):
    if not holds:
        raise Trouble(complaint)


def wait_until(holds, complaint):
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        check(time.monotonic() < deadline, complaint)
        time.sleep(0.01)


def start(*arguments, **more):
    environment = {"HOME": str(FOLDER), "XDG_CONFIG_HOME": str(FOLDER / "config"),
                   "TERM": "xterm"}
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
    person.answer(NEXT, "q")
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
    person.answer(NEXT, "")  # what is likeliest after a success
    person.answer("Which program?", "msmpt")
    person.expect("did you mean 'msmtp'?")
    person.answer("Which program?", "?")
    person.expect("  1 ")
    person.answer("Which program?", "999")
    person.expect("No program here is called '999'")
    number = re.search(r"^ *(\d+) mutt ", person.text, re.MULTILINE).group(1)
    person.answer("Which program?", number)
    person.answer("Write this? [y/N] ", "n")
    person.answer(NEXT, "c")
    person.answer("Which program?", "relay")
    person.expect("postfix")
    person.answer("Which program?", "msmtp")
    person.answer("Write this? [y/N] ", "y")
    person.answer(NEXT, "q")
    leave(person)
    written = list(FOLDER.rglob("*msmtp*"))
    check(written, f"nothing was written; it said:\n{person.text}")
    check(SECRET not in written[0].read_text(encoding="utf-8"), "the password was written")


def save_report():
    kinds = {"report.json": '"root_cause"', "report.html": "<!DOCTYPE html>",
             "report.md": "# It works", "report.txt": "Mail diagnosis for"}
    person = start(ADDRESS)
    give_password(person, SECRET)
    for name in kinds:
        person.answer(NEXT, "s")
        person.answer("[mailguide-report.html]: ", str(FOLDER / name))
        person.expect("Saved as")
    person.answer(NEXT, "q")
    leave(person)
    for name, words in kinds.items():
        text = (FOLDER / name).read_text(encoding="utf-8")
        check(words in text, f"{name} is not what it should be")
        check(SECRET not in text, f"the password is in {name}")
        check(name == "report.json" or ADDRESS not in text, f"the address is in {name}")


def without_login():
    person = start(ADDRESS)
    give_password(person, "")
    person.expect("No login was tried")
    person.answer(NEXT, "q")
    leave(person)


def save_where_and_how():
    """A wrong name is no reason to write anything, and an old file is kept."""
    old = FOLDER / "old.txt"
    old.write_text("precious", encoding="utf-8")
    person = start(ADDRESS)
    give_password(person, SECRET)
    for name, words in (("report.pdf", "which 'report.pdf' does not"),
                        ("/dev/full", "which '/dev/full' does not"),
                        (str(FOLDER / "no" / "x.html"), "cannot write")):
        person.answer(NEXT, "s")
        person.answer("[mailguide-report.html]: ", name)
        person.expect(words)
    for answer in ("", "<"):
        person.answer(NEXT, "s")
        person.answer("[mailguide-report.html]: ", str(old))
        person.answer("Replace it? [y/N] ", answer)
    person.expect(NEXT)
    check(old.read_text(encoding="utf-8") == "precious", "a file was replaced without a yes")
    for question in (None, "Replace it? [y/N] "):
        person.type("s\n")
        person.answer("[mailguide-report.html]: ", "~/new.txt")
        if question:
            person.answer(question, "y")
        person.expect("Saved as")
        person.expect(NEXT)
    person.type(CTRL_C)
    person.expect("stopped")
    leave(person, 3)
    check("nothing was changed" not in person.text, "what was saved is denied")
    check((FOLDER / "new.txt").exists(), "'~' was not understood")


def leave_at_each_prompt():
    prompts = (
        ("Mail address: ", None),
        (PASSWORD, ADDRESS),
        (NEXT, ""),
        ("User name: ", "u"),
    )
    leave_at_last(prompts)
    leave_at_last((*prompts[:3], ("Which program?", "c"), ("Write this? [y/N] ", "msmtp")))
    leave_at_last((*prompts[:3], ("[mailguide-report.html]: ", "s")))
    check(not list(FOLDER.rglob("*msmtp*")), "something was written")


def leave_at_last(prompts):
    """Ctrl-C or Ctrl-D at each of PROMPTS, that come after the answers beside them."""
    for count, key in itertools.product(range(1, len(prompts) + 1), (CTRL_C, CTRL_D)):
        person = start()
        for number, (prompt, answer) in enumerate(prompts[:count]):
            if answer is not None:
                person.type(answer + "\n")
            person.expect(prompt)
            if number == count - 1:
                person.type(key)
        person.expect("stopped; nothing was changed")
        check(person.is_sane(), f"the terminal was left changed after '{prompts[count - 1][0]}'")
        leave(person, 3)


def back_at_each_prompt():
    person = start()
    person.answer("Mail address: ", "<")
    person.answer("Mail address: ", ADDRESS)
    person.expect(PASSWORD)
    person.type("<\n")
    person.answer("Mail address: ", ADDRESS)
    give_password(person, "")
    for key, prompt in (("p", PASSWORD), ("u", "User name: "), ("m", "IMAP server"),
                        ("c", "Which program?"), ("s", "[mailguide-report.html]: ")):
        person.answer(NEXT, key)
        person.answer(prompt, "<")
    person.answer(NEXT, "a")
    person.answer("Mail address: ", ADDRESS)
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "<")
    person.expect("Mail address: ")
    person.type(CTRL_C)
    person.expect("stopped")
    check(person.is_sane(), "the terminal was left changed")
    leave(person, 3)


def addresses_as_pasted():
    person = start()
    person.answer("Mail address: ", "alice")
    person.expect("has no @")
    person.answer("Mail address: ", "alice@@example.org")
    person.answer("Mail address: ", "<>")
    person.expect("empty")
    for pasted in (f"Alice <{ADDRESS}>", f"<{ADDRESS}>", f"'{ADDRESS}'", f'"{ADDRESS}",',
                   f"{ADDRESS}.", f"mailto:{ADDRESS}?subject=hello"):
        person.answer("Mail address: ", pasted)
        person.expect("These settings were found")
        person.expect(PASSWORD)
        person.type("<\n")
    person.answer("Mail address: ", f"  mailto:{ADDRESS} ")
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def address_with_a_wide_at():
    person = start(environment={"LC_ALL": "C.UTF-8"})
    person.answer("Mail address: ", ADDRESS.replace("@", "\uff20"))
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def servers_of_somebody_else():
    """Enter alone sends no password to a host that is not proven to be the right one."""
    person = start(ADDRESS)
    person.expect("That is no proof that it is yours")
    person.answer("May the password go there? [y/N] ", "<")
    person.answer("Mail address: ", ADDRESS)
    person.answer("May the password go there? [y/N] ", "")
    person.answer("May the password go there? [y/N] ", "")
    give_password(person, SECRET)
    person.expect("needs your yes")
    person.answer(NEXT + "y] ", "")
    person.answer("May the password go there? [y/N] ", "<")
    person.answer(NEXT, "y")
    person.answer("May the password go there? [y/N] ", "y")
    person.answer("May the password go there? [y/N] ", "y")
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def guessed_servers():
    """What was only guessed does not look like something known."""
    person = start(ADDRESS, PATIENT)
    person.expect("These are guesses:")
    person.answer("May the password go there? [y/N] ", "")
    person.answer("May the password go there? [y/N] ", CTRL_C)
    leave(person, 3)
    check("Like your address it belongs to example.org" in person.text, "whose the server is")


def no_password_would_do():
    person = start(ADDRESS)
    person.expect("No password would be accepted")
    person.expect("No login was tried")
    person.answer(NEXT + "c] ", "q")
    leave(person)
    check("or the guided run" not in person.text, "the guided run recommends itself")


def others_must_act():
    """What is to be done then is telling them."""
    person = start(ADDRESS)
    give_password(person, SECRET)
    person.expect("must act")
    person.answer(NEXT + "s] ", "q")
    leave(person, 1)


def password_after_a_token():
    person = start(ADDRESS, "--oauth-token-command=echo token-of-somebody")
    person.answer(NEXT, "p")
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def other_form_of_user_name():
    secret = FOLDER / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    person = start("setup", "--yes", "--try-usernames", "--timeout=10", ADDRESS,
                   "--imap=imap.example.org", "--smtp=smtp.example.org",
                   f"--password-file={secret}")
    person.expect(f"{ADDRESS} works")
    leave(person)


def slip_of_the_hand():
    person = start("alice@gmial.com")
    person.expect("slip of the hand for 'gmail.com'")
    person.answer("Use 'gmail.com' instead? [y/N] ", "<")
    person.answer("Mail address: ", "alice@gmial.com")
    person.answer("Use 'gmail.com' instead? [y/N] ", "y")
    person.expect("Gmail")
    person.expect(PASSWORD)
    person.type(CTRL_C)
    leave(person, 3)


def before_an_account_is_locked():
    """The third wrong password is not sent without a word."""
    person = start(ADDRESS)
    for password in ("first", "second"):
        give_password(person, password)
        person.expect("rejected")
        person.answer(NEXT, "p")
    person.expect("2 tests were rejected")
    person.answer("Try all the same? [y/N] ", "n")
    person.answer(NEXT, "r")
    person.answer("Try all the same? [y/N] ", "")
    person.answer(NEXT, "p")
    person.answer("Try all the same? [y/N] ", "y")
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def help_page():
    """A page opens only where there is a screen; its address is shown anyway. The
    browser lives on when the conversation and its terminal are over."""
    opener = FOLDER / "bin" / "xdg-open"
    opened = FOLDER / "opened"
    left = FOLDER / "left"
    opener.parent.mkdir()
    opener.write_text(f'''#!/bin/sh
while [ -e "$0" ] && ! [ -e "{left}" ]; do
	sleep 0.01
done
echo "$@" >"{opened}.new"
mv "{opened}.new" "{opened}"
''', encoding="utf-8")
    opener.chmod(0o700)
    person = start(ADDRESS, environment={
        "DISPLAY": ":7", "PATH": f"{opener.parent}:{os.environ['PATH']}"})
    give_password(person, "account-password")
    person.expect("read the help page: https://")
    person.answer(NEXT, "h")
    person.expect("https://")
    person.answer(NEXT, "q")
    leave(person, 1)
    left.touch()
    wait_until(opened.exists, "no page was opened")
    check(opened.read_text(encoding="utf-8").startswith("https://"), "another page was opened")


def in_german():
    person = start(ADDRESS, environment={"LANGUAGE": "de"})
    person.expect("Diese Einstellungen wurden gefunden")
    person.expect("Passwort (unsichtbar; Eingabetaste allein prüft ohne Anmeldung): ")
    person.type(SECRET + "\n")
    person.expect(f"{ADDRESS} funktioniert")
    person.answer("Wie weiter? [c] ", "c")
    person.answer("Welches Programm?", "msmtp")
    person.answer("Dies schreiben? [j/N] ", "j")
    person.answer("Wie weiter? [c] ", "q")
    leave(person)
    check(list(FOLDER.rglob("*msmtp*")), "a German yes was not understood")
    check("; IMAP imap.example.org:993: resolve" not in person.text, "a step has no German name")


def stopped_and_continued():
    """A shell sets the terminal as it likes it while it has it; a question takes it back."""
    person = start()
    for prompt, answer in (("Mail address: ", ADDRESS), (PASSWORD, SECRET)):
        person.expect(prompt)
        person.type(answer[:3])
        if answer == ADDRESS:
            person.expect(answer[:3])
        person.stop()
        person.set_modes(person.before)
        person.go_on()
        person.expect(prompt)
        check(not person.echoes(), f"the terminal echoes after '{prompt}'")
        person.type(answer[3:] + "\n")
    person.expect(f"{ADDRESS} works")
    person.answer(NEXT, "q")
    leave(person)


def narrow_and_resized():
    person = start(ADDRESS, columns=40)
    person.expect("without login): ")
    person.type(SECRET + "\n")
    person.expect(f"{ADDRESS} works")
    longest = max(map(len, on_screen(person.raw)))
    check(longest <= 40, f"a line of {longest} columns in a terminal of 40")
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


def in_plain_words():
    """Nothing that a screen reader would stumble over."""
    person = start(ADDRESS, "--plain", environment={"LC_ALL": "C.UTF-8"})
    give_password(person, "not-the-password")
    person.answer(NEXT, "p")
    give_password(person, SECRET)
    person.answer(NEXT, "c")
    person.answer("Which program?", "msmtp")
    person.answer("Write this? [y/N] ", "y")
    person.answer(NEXT, "q")
    leave(person)
    signs = re.findall("[\u2713\u2717\u00b7\u2500\u2026]", person.text)
    check(not signs, f"signs that are hard to read out: {signs}")
    check("\x1b[J" not in person.raw, "something was drawn over")


def asks_nothing():
    secret = FOLDER / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    person = start("setup", "--yes", ADDRESS, f"--password-file={secret}")
    person.expect(f"{ADDRESS} works")
    leave(person)


def for_the_readme():
    """What README.md shows; recorded into the file that $RECORD names."""
    person = start("--color=never", environment={"TERM": "dumb", "LC_ALL": "C.UTF-8"})
    person.answer("Mail address: ", ADDRESS)
    give_password(person, SECRET)
    person.expect(f"{ADDRESS} works")
    person.answer("What next? [c] ", "c")
    person.answer("Enter lists all): ", "msmtp")
    person.answer("Write this? [y/N] ", "y")
    person.answer("What next? [c] ", "q")
    leave(person)
    text = person.text.replace(str(FOLDER), "/home/alice")
    pathlib.Path(os.environ["RECORD"]).write_text(text, encoding="utf-8")


CONVERSATIONS = (
    for_the_readme,
    success, wrong_then_right, app_password, manual_settings, configuration, save_report,
    save_where_and_how, without_login, leave_at_each_prompt, back_at_each_prompt,
    addresses_as_pasted, address_with_a_wide_at, servers_of_somebody_else, guessed_servers,
    slip_of_the_hand, before_an_account_is_locked, help_page, no_password_would_do,
    others_must_act, password_after_a_token, other_form_of_user_name, in_german,
    stopped_and_continued, narrow_and_resized, plain_locale, in_plain_words, asks_nothing,
)


def main(name):
    try:
        next(talk for talk in CONVERSATIONS if talk.__name__ == name)()
    except Trouble as trouble:
        sys.exit(f"{name}: {trouble}")


main(sys.argv[1])
