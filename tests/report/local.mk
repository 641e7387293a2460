# SPDX-License-Identifier: MIT
# The HTML report in a real browser.
TESTS += %D%/check.sh
EXTRA_DIST += %D%/check.sh %D%/look.py %D%/poison.py %D%/package.json %D%/package-lock.json
