# make             build                     make check   every test
# make demo        see it work in a private Postfix
# make SAN=address,undefined check           the same tests under sanitizers, in a build folder of their own
CC     ?= cc
PKGS    = glib-2.0 gmime-3.0 hunspell libconfig json-glib-1.0
BUILD   = build$(if $(SAN),-$(SAN))
CFLAGS ?= -O2 -g
WARN    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wwrite-strings -Wformat=2 -Wvla -Wundef -Werror
ALL     = -std=gnu11 $(WARN) -Imilter -Itests $(shell pkg-config --cflags $(PKGS)) \
	  -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE $(SAN:%=-fsanitize=%) $(CFLAGS)
LIBS    = $(shell pkg-config --libs $(PKGS)) -lmilter -lpthread -pie $(SAN:%=-fsanitize=%)

RULES  := $(sort $(wildcard rules/*/*.c))
LIB    := $(sort $(filter-out milter/main.c,$(wildcard milter/*/*.c)))
TESTS  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/*.c tests/unit/*.c tests/doors/*.c))
TESTLIB := $(wildcard tests/lib/*.c)
TOOLS  := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/tools/*.c))
OBJ     = $(patsubst %.c,$(BUILD)/%.o,$(1))
SHARED  = $(call OBJ,$(LIB) $(RULES)) $(BUILD)/rules.gen.o

# V=1 shows the whole commands.
SAY     = $(if $(V),,@echo "  $(@:$(BUILD)/%=%)";)

all: $(BUILD)/sendlint
$(BUILD)/sendlint: $(call OBJ,milter/main.c) $(SHARED)
	$(SAY) $(CC) -o $@ $^ $(LIBS)
$(TESTS): $(BUILD)/%: $(BUILD)/%.o $(call OBJ,$(TESTLIB)) $(SHARED)
	$(SAY) $(CC) -o $@ $^ $(LIBS)
$(TOOLS): $(BUILD)/%: $(BUILD)/%.o $(call OBJ,$(TESTLIB))
	$(SAY) $(CC) -o $@ $^ $(LIBS)
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

check: $(BUILD)/sendlint $(TESTS) $(TOOLS)
	SENDLINT_DATADIR=$(CURDIR) BUILD=$(abspath $(BUILD)) SRC=$(CURDIR) G_SLICE=always-malloc prove -e '' $(TESTS) :: --tap -k
	SENDLINT_DATADIR=$(CURDIR) BUILD=$(abspath $(BUILD)) SRC=$(CURDIR) prove -e sh $(if $(SAN),,tests/house/*.t) $(wildcard tests/*.t tests/doors/*.t)
# Rewrite the golden verdicts; review the diff.
bless: $(BUILD)/sendlint
	BLESS=1 SENDLINT_DATADIR=$(CURDIR) BUILD=$(abspath $(BUILD)) SRC=$(CURDIR) sh tests/golden.t >/dev/null
clean:
	rm -rf build build-*
-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
.PHONY: all check bless clean
