#!/bin/sh
# SPDX-License-Identifier: MIT
# Each code of the catalogue has a scenario that ends in it, or a written reason.
set -u
exec python3 "${srcdir:-.}/tests/lab/coverage.py" "${srcdir:-.}/wizard/catalog" \
	"${srcdir:-.}/tests/lab/scenarios"
