# SPDX-License-Identifier: MIT
# Conversations with the guided run.
TESTS += %D%/check.sh
EXTRA_DIST += %D%/check.sh %D%/leaks.txt %D%/talk.py %D%/terminal.py
