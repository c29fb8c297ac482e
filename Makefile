# make           build                  make check     every test
# make demo      see it work            make bench     how fast, beside others
# make bless     rewrite golden verdicts; review the diff
# make accuracy  how right about languages: the tables of docs/accuracy.md
# make check-browser   the HTML report in a headless Chromium
# make model     dictionaries/any/language-model anew, with hunspell-cs, -nl and -sk installed too
# make lint      clang-tidy, cppcheck, shellcheck, the layout of the source
# make coverage  how much of core and rules the tests run; less than 90 % of the lines fails
# make install   DESTDIR= PREFIX=/usr SYSCONFDIR=/etc
# make deb       a package for Debian, in build/deb
# make check-release   that package in a Debian tree of its own: installed, used, upgraded, purged
#
# make SAN=address,undefined check, SAN=thread, CC=clang: the same tests, in a folder of their own.
PREFIX     ?= /usr
SYSCONFDIR ?= /etc
DATADIR    ?= $(PREFIX)/share/sendlint
MANDIR     ?= $(PREFIX)/share/man
BASHDIR    ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR     ?= $(PREFIX)/share/zsh/vendor-completions
UNITDIR    ?= $(PREFIX)/lib/systemd/system
FISHDIR    ?= $(PREFIX)/share/fish/vendor_completions.d
CC         ?= cc
CFLAGS     ?= -O2 -g

BUILD   = build$(if $(SAN),-$(SAN))$(if $(filter clang%,$(CC)),-clang)
PKGS    = glib-2.0 gmime-3.0 hunspell libconfig libpcre2-8 json-glib-1.0 sqlite3 libcares libpsl
WARN    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wwrite-strings -Wformat=2 -Wvla -Wundef $(WERROR)
# Empty for a build by a compiler that we have not met.
WERROR  ?= -Werror
HARDEN  = -fstack-protector-strong -fPIE $(if $(SAN),,-D_FORTIFY_SOURCE=2)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
# Where libc has no iconv.
ICONV      := $(shell printf '\043include <iconv.h>\nint main(void){return iconv_open("","")==0;}' | \
	        $(CC) -x c - -o /dev/null 2>/dev/null || echo -liconv)
ALL     = -std=gnu11 $(WARN) -Imilter -Itests $(PKG_CFLAGS) $(HARDEN) $(SAN:%=-fsanitize=%) \
	  -DDATADIR='"$(DATADIR)"' -DSYSCONFDIR='"$(SYSCONFDIR)"' $(CFLAGS)
LIBS    = $(PKG_LIBS) $(ICONV) -lmilter -lpthread -pie $(SAN:%=-fsanitize=%) $(LDFLAGS)

RULES  := $(sort $(wildcard rules/*/*.c))
LIB    := $(sort $(filter-out milter/main.c,$(wildcard milter/*/*.c)))
OBJ     = $(patsubst %.c,$(BUILD)/%.o,$(1))
PROGRAM = $(patsubst %.c,$(BUILD)/%,$(1))
SHARED  = $(call OBJ,$(LIB) $(RULES)) $(BUILD)/rules.gen.o
TESTS  := $(call PROGRAM,$(wildcard tests/*.c tests/unit/*.c tests/doors/*.c))
FUZZ   := $(call PROGRAM,$(wildcard tests/fuzz/*.c))
TOOLS  := $(call PROGRAM,$(wildcard tests/tools/*.c))
BENCH  := $(call PROGRAM,$(wildcard tests/bench/*.c))
ACCURACY := $(BUILD)/tests/accuracy/accuracy
MODEL   := $(BUILD)/tests/model/make_model
# The mails and texts of others that may lie beside the project.
CORPORA ?= ../shared/corpora
HELPERS = $(call OBJ,$(wildcard tests/lib/*.c))

# V=1 shows the whole commands.
SAY     = $(if $(V),,@echo "  $(@:$(BUILD)/%=%)";)
ENV     = SENDLINT_DATADIR=$(CURDIR) SRC=$(CURDIR) BUILD=$(abspath $(BUILD)) SAN=$(SAN) \
	  G_SLICE=always-malloc
# ThreadSanitizer sees the units, the rules and the clients.  Not Postfix: no threads of one process
# race over a network.  Not the corpora: what libc loads for their charsets looks like a race.
SHELL_TESTS = $(if $(SAN),,$(sort $(wildcard tests/house/*.t))) \
	  $(filter-out $(if $(findstring thread,$(SAN)),tests/corpus.t tests/json.t), \
	    $(sort $(wildcard tests/*.t tests/doors/*.t tests/online/*.t))) \
	  $(if $(findstring thread,$(SAN)),,$(sort $(wildcard tests/packaging/*.t tests/mta/*.t)))

all: $(BUILD)/sendlint
$(BUILD)/sendlint: $(call OBJ,milter/main.c) $(SHARED)
	$(SAY) $(CC) -o $@ $^ $(LIBS)
$(TESTS) $(FUZZ) $(TOOLS) $(BENCH): $(BUILD)/%: $(BUILD)/%.o $(SHARED) $(HELPERS)
	$(SAY) $(CC) -o $@ $^ $(LIBS)
$(ACCURACY): $(call OBJ,$(sort $(wildcard tests/accuracy/*.c))) $(SHARED)
	$(SAY) $(CC) -o $@ $^ $(LIBS)
$(MODEL): $(call OBJ,$(sort $(wildcard tests/model/*.c))) $(SHARED)
	$(SAY) $(CC) -o $@ $^ $(LIBS) -lm
$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(SAY) $(CC) $(ALL) -MMD -MP -c -o $@ $<

# The list of rules is the list of files.
$(BUILD)/rules.gen.c: $(RULES) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "core/rule.h"'; \
	   for r in $(subst -,_,$(basename $(notdir $(RULES)))); do echo "extern const struct rule rule_$$r;"; done; \
	   echo 'const struct rule *const rules_all[] = {'; \
	   for r in $(subst -,_,$(basename $(notdir $(RULES)))); do echo "	&rule_$$r,"; done; \
	   echo '	NULL'; echo '};'; } > $@
$(BUILD)/rules.gen.o: $(BUILD)/rules.gen.c
	$(SAY) $(CC) $(ALL) -c -o $@ $<

# What needs libraries that may be missing asks for them first, and then makes itself anew.
check demo bench accuracy:
	@packaging/dependencies.sh
	@$(MAKE) --no-print-directory run-$@
check-units: $(TESTS)
	$(ENV) prove -e '' $(filter-out $(BUILD)/tests/doors/%,$(TESTS)) :: --tap -k
run-check: $(BUILD)/sendlint $(TESTS) $(FUZZ) $(TOOLS) $(ACCURACY)
	$(ENV) prove -e '' $(TESTS) :: --tap -k
	$(ENV) prove -e sh $(SHELL_TESTS)
# Chromium is large and only for this: without it the test is skipped, and says so.
check-browser:
	@packaging/dependencies.sh
	@packaging/dependencies.sh browser || echo "Without it the test of pages is skipped."
	@$(MAKE) --no-print-directory run-$@
run-check-browser: $(BUILD)/sendlint
	$(ENV) prove -e perl tests/browser/page.t
run-demo: $(BUILD)/sendlint
	@$(ENV) tests/demo/demo.sh
run-bench: $(BUILD)/sendlint $(BENCH)
	@$(ENV) tests/bench/bench.sh
run-accuracy: $(ACCURACY)
	@$(ENV) $(ACCURACY) $(CORPORA)
HUNSPELL ?= /usr/share/hunspell
model: $(MODEL)
	$(MODEL) dictionaries $(HUNSPELL) >$(BUILD)/language-model
	mv $(BUILD)/language-model dictionaries/any/
# Look for new trouble, with clang: make fuzz NAME=html SECONDS=600
NAME    ?= message
SECONDS ?= 60
fuzz:
	@$(MAKE) --no-print-directory CC=clang BUILD=build-fuzz CFLAGS='-O1 -g -DFUZZER' \
		SAN=fuzzer-no-link,address,undefined build-fuzz/fuzz/$(NAME)
	@mkdir -p build-fuzz/found/$(NAME)
	SENDLINT_DATADIR=$(CURDIR) build-fuzz/fuzz/$(NAME) -max_total_time=$(SECONDS) -max_len=65536 \
		-artifact_prefix=build-fuzz/ build-fuzz/found/$(NAME) tests/fuzz/seeds/$(NAME)
build-fuzz/fuzz/%: build-fuzz/tests/fuzz/%.o $(SHARED)
	@mkdir -p $(@D)
	$(SAY) $(CC) -o $@ $^ $(LIBS) -fsanitize=fuzzer
# Each C file is read again when it or what it includes has changed; cppcheck keeps what it knew.
LINT_C  := $(sort $(wildcard milter/*.c milter/*/*.c rules/*/*.c tests/*.c tests/*/*.c))
LINT_H  := $(sort $(wildcard milter/*/*.h tests/*/*.h))
LINT_SH := $(shell grep -rlE --exclude-dir='build*' --exclude-dir=.git '^.!/bin/(ba)?sh|^. shellcheck shell=' .)
lint:
	@packaging/dependencies.sh lint
	@$(MAKE) --no-print-directory -k -j$$(nproc) run-lint
run-lint: $(LINT_C:%.c=$(BUILD)/lint/%.tidy) $(BUILD)/lint/cppcheck $(BUILD)/lint/shellcheck $(BUILD)/lint/layout
$(BUILD)/lint/%.tidy: %.c .clang-tidy tests/.clang-tidy
	@mkdir -p $(@D)
	$(SAY) clang-tidy --quiet $< -- $(ALL) -U_FORTIFY_SOURCE 2>/dev/null
	@$(CC) $(ALL) -MM -MP -MT $@ -MF $(@:.tidy=.d) $< && touch $@
$(BUILD)/lint/cppcheck: $(LINT_C) $(LINT_H) tests/lint/cppcheck
	@mkdir -p $(@D)/known
	$(SAY) cppcheck --quiet --error-exitcode=1 --cppcheck-build-dir=$(@D)/known --std=c11 --force \
		--enable=warning,performance,portability --inline-suppr --suppressions-list=tests/lint/cppcheck \
		--library=gnu,gtk,posix '-DG_GNUC_PRINTF(a,b)=' '-DG_DEFINE_QUARK(a,b)=' -Imilter -Itests \
		--template=gcc milter rules tests
	@touch $@
$(BUILD)/lint/shellcheck: $(LINT_SH) .shellcheckrc
	@mkdir -p $(@D)
	$(SAY) shellcheck -f gcc $(if $(filter .shellcheckrc,$?),$(LINT_SH),$?)
	@touch $@
$(BUILD)/lint/layout: $(LINT_C) $(LINT_H) .clang-format tests/lint/layout.sh
	@mkdir -p $(@D)
	$(SAY) sh tests/lint/layout.sh $(if $(filter-out %.c %.h,$?),$(LINT_C) $(LINT_H),$?)
	@touch $@
# What one program after the other runs of the lines; without mail servers, which are killed, too.
coverage:
	@packaging/dependencies.sh
	@$(MAKE) --no-print-directory BUILD=build-coverage LDFLAGS=--coverage \
		CFLAGS='-O1 -g --coverage -fprofile-update=atomic' run-coverage
run-coverage: $(BUILD)/sendlint $(TESTS)
	@find $(BUILD) -name '*.gcda' -delete
	$(ENV) prove -Q -e '' $(filter-out $(BUILD)/tests/doors/%,$(TESTS)) :: --tap -k
	$(ENV) prove -Q -e sh $(patsubst %,tests/%.t,golden cli config json reports sarif show)
	@perl tests/lint/coverage.pl $(BUILD)
-include $(shell find $(BUILD)/lint -name '*.d' 2>/dev/null)
bless: $(BUILD)/sendlint
	$(ENV) BLESS=1 sh tests/golden.t >/dev/null
	$(ENV) BLESS=1 sh tests/reports.t >/dev/null

install: $(BUILD)/sendlint
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(DATADIR) $(DESTDIR)$(SYSCONFDIR)/sendlint/conf.d \
		$(foreach n,1 5 7 8,$(DESTDIR)$(MANDIR)/man$(n))
	install $(BUILD)/sendlint $(DESTDIR)$(PREFIX)/bin/
	cp -R dictionaries $(DESTDIR)$(DATADIR)/
	$(foreach m,$(wildcard docs/*.[158]),install -m 644 $(m) $(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(m)))/ &&) :
	install -d $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(BUILD)/sendlint completion bash >$(DESTDIR)$(BASHDIR)/sendlint
	$(BUILD)/sendlint completion zsh >$(DESTDIR)$(ZSHDIR)/_sendlint
	$(BUILD)/sendlint completion fish >$(DESTDIR)$(FISHDIR)/sendlint.fish
	@SENDLINT_DATADIR=$(CURDIR) $(BUILD)/sendlint rules --config packaging/sendlint.conf --format mdoc \
		>$(DESTDIR)$(MANDIR)/man7/sendlint-rules.7
	[ -e $(DESTDIR)$(SYSCONFDIR)/sendlint/sendlint.conf ] || \
		install -m 644 packaging/sendlint.conf $(DESTDIR)$(SYSCONFDIR)/sendlint/
	install -m 644 packaging/conf.d/*.example $(DESTDIR)$(SYSCONFDIR)/sendlint/conf.d/
	install -d $(DESTDIR)$(UNITDIR)
	sed 's#/usr/bin/sendlint#$(PREFIX)/bin/sendlint#' packaging/systemd/sendlint.service >$(DESTDIR)$(UNITDIR)/sendlint.service

deb:
	@packaging/dependencies.sh deb
	packaging/deb.sh build/deb
check-release: deb
	prove -e sh packaging/release.t
clean:
	rm -rf build build-*
-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
