# SPDX-License-Identifier: MIT
# Measurements. `make bench` is not part of `make check`: figures depend on the
# machine, and a build with sanitizers says nothing about speed.
EXTRA_PROGRAMS = %D%/rtt
%C%_rtt_SOURCES = %D%/rtt.c
CLEANFILES += %D%/rtt$(EXEEXT)
EXTRA_DIST += %D%/rtt.sh %D%/rtt.py %D%/mailhost.py %D%/sources.py %D%/startup.sh %D%/startup.py

PHONY += bench
bench: mailguide$(EXEEXT) %D%/rtt$(EXEEXT)
	sh $(srcdir)/%D%/startup.sh
	RTT=%D%/rtt$(EXEEXT) sh $(srcdir)/%D%/rtt.sh
