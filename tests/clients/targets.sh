#!/bin/sh
# SPDX-License-Identifier: MIT
# targets.sh TABLE: its first and last columns, that is all but the versions.
awk -F' *[|] *' '/^[|] [a-z]/ { print $2 "|" $4 }' "$1" | sort
