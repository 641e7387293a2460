# SPDX-License-Identifier: MIT
# libFuzzer targets: ./configure CC=clang --enable-fuzzing && make, then for
# example ./fuzz_dialogue -max_total_time=60
if FUZZING
noinst_PROGRAMS += fuzz_dialogue fuzz_document fuzz_paste fuzz_preset fuzz_records fuzz_text
endif
fuzz_dialogue_SOURCES = %D%/fuzz_dialogue.c
fuzz_dialogue_LDADD = $(PROBES_LIBS)
fuzz_dialogue_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_document_SOURCES = %D%/fuzz_document.c
fuzz_document_LDADD = $(PROVIDERS_LIBS)
fuzz_document_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_paste_SOURCES = %D%/fuzz_paste.c
fuzz_paste_LDADD = $(WIZARD_LIBS)
fuzz_paste_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_preset_SOURCES = %D%/fuzz_preset.c
fuzz_preset_LDADD = $(PROVIDERS_LIBS)
fuzz_preset_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_records_SOURCES = %D%/fuzz_records.c
fuzz_records_LDADD = $(PROVIDERS_LIBS)
fuzz_records_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_text_SOURCES = %D%/fuzz_text.c
fuzz_text_LDADD = $(PROBES_LIBS)
fuzz_text_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
