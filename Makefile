# Mela. `make help` lists the targets; build/<variant>/ holds what is built.
#   V=debug|release|asan|tsan   the variant          B=dir   where to build
V ?= debug
B ?= build
O := $(B)/$(V)
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

ifneq ($(filter $(V),asan tsan),)
CC := clang
else
CC := gcc
endif

PKGS  := libwebsockets libuv openssl sqlite3 jansson libsrtp2 libsodium libcurl inih icu-uc icu-i18n libqrencode libsystemd libseccomp libzip expat xlsxwriter zlib
VPKGS := vips
GPKGS := gstreamer-1.0 gstreamer-webrtc-1.0 gstreamer-sdp-1.0 gstreamer-rtp-1.0 gstreamer-app-1.0

WARN   := -Wall -Wextra -Wshadow -Wvla -Wconversion -Wstrict-prototypes -Werror
CFLAGS := -std=gnu2x -g -D_GNU_SOURCE -I. -Iserver -I$(O)/gen -fno-omit-frame-pointer -pthread $(WARN)
CFLAGS += $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
# Intel's multi-buffer library, where it is there (x86-64): the cheapest AES-GCM (media/gcm.c).
ifneq ($(shell printf '\043include <intel-ipsec-mb.h>' | $(CC) -E - >/dev/null 2>&1 && echo yes),)
CFLAGS += -DMELA_IPSEC_MB=1
PKG_EXTRA := -lIPSec_MB
endif
# The dictionary of obvious passwords, where it is there (server/people/password_check.c).
ifneq ($(shell printf '\043include <stddef.h>\n\043include <crack.h>' | $(CC) -E - >/dev/null 2>&1 && echo yes),)
PKG_EXTRA += -lcrack
endif
GFLAGS  = $(shell pkg-config --cflags $(GPKGS) nice 2>/dev/null | sed 's/-I/-isystem /g')
LDLIBS  = -Wl,--as-needed $(shell pkg-config --libs $(PKGS)) $(PKG_EXTRA) -lm -ldl
VFLAGS  = $(shell pkg-config --cflags $(VPKGS) 2>/dev/null | sed 's/-I/-isystem /g')
VLIBS   = -Wl,--as-needed $(shell pkg-config --libs $(VPKGS))
GLIBS   = -Wl,--as-needed $(shell pkg-config --libs $(GPKGS) nice)

ifeq ($(V),release)
CFLAGS += -O2
else ifeq ($(V),asan)
# Counted for the fuzzer too, so that the unit tests and the fuzz targets share one compilation.
CFLAGS += -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else ifeq ($(V),tsan)
CFLAGS += -O1 -fsanitize=thread
else
CFLAGS += -O1 -fno-inline
endif

# The rooms. Children (media/ingest) are programs of their own.
MAIN_SRC   := $(sort $(wildcard server/*.c))
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/*_fuzz.c))
LIB_SRC    := $(sort $(wildcard server/*/*.c sessions/*.c media/*.c))
INGEST_SRC := $(sort $(wildcard media/ingest/*.c))
RENDER_SRC := $(sort $(wildcard media/render/*.c))
PHOTO_SRC  := $(sort $(wildcard media/photo/*.c))
SHEET_SRC  := $(sort $(wildcard server/children/sheet/*.c))
CALL_SRC   := $(sort $(wildcard media/call/*.c))
PAPER_SRC  := $(sort $(wildcard server/children/paper/*.c))
UNIT_SRC   := $(sort $(wildcard tests/unit/*/*_test.c))
PHONE_SRC  := $(sort $(wildcard tests/tools/phone/*.c))
RIG_SRC    := $(sort $(wildcard tests/tools/rig/*.c))
TOOL_SRC   := $(sort $(wildcard tests/tools/*.c))

MAIN_OBJ   := $(MAIN_SRC:%.c=$(O)/obj/%.o)
FUZZ_BIN   := $(FUZZ_SRC:tests/fuzz/%.c=$(O)/fuzz/%)
LIB_OBJ    := $(LIB_SRC:%.c=$(O)/obj/%.o)
INGEST_OBJ := $(INGEST_SRC:%.c=$(O)/obj/%.o)
RENDER_OBJ := $(RENDER_SRC:%.c=$(O)/obj/%.o)
PHOTO_OBJ  := $(PHOTO_SRC:%.c=$(O)/obj/%.o)
SHEET_OBJ  := $(SHEET_SRC:%.c=$(O)/obj/%.o)
CALL_OBJ   := $(CALL_SRC:%.c=$(O)/obj/%.o)
PAPER_OBJ  := $(PAPER_SRC:%.c=$(O)/obj/%.o)
UNIT_BIN   := $(UNIT_SRC:tests/unit/%.c=$(O)/unit/%)
PHONE_OBJ  := $(PHONE_SRC:%.c=$(O)/obj/%.o)
RIG_OBJ    := $(RIG_SRC:%.c=$(O)/obj/%.o)
TOOL_BIN   := $(TOOL_SRC:tests/tools/%.c=$(O)/tools/%)
GEN        := $(O)/gen/queries.h $(O)/gen/migrations.h $(O)/gen/openapi.h

.PHONY: all build help sbom arch shape unit broken tools bench-tools bench-fan unit-bin fuzz-bin demo test bench net fuzz soak clean web web-check
all: build

build: $(O)/mela $(O)/mela-ingest $(O)/mela-render $(O)/mela-call $(O)/mela-paper $(O)/mela-photo $(O)/mela-sheet ## compile the server and its children

$(O)/gen/queries.h: $(sort $(wildcard schema/queries/*.sql)) schema/queries.awk
	@mkdir -p $(@D)
	@awk -f schema/queries.awk $(filter %.sql,$^) > $@
$(O)/gen/migrations.h: $(sort $(wildcard schema/[0-9]*.sql)) schema/migrations.awk
	@mkdir -p $(@D)
	@awk -f schema/migrations.awk $(filter %.sql,$^) > $@

$(O)/gen/openapi.h: schema/openapi.yaml schema/document.awk
	@mkdir -p $(@D)
	@awk -v name=openapi_document -f schema/document.awk $< > $@

$(O)/obj/media/ingest/%.o: CFLAGS += $(GFLAGS)
$(O)/obj/server/children/paper/%.o: CFLAGS += $(shell pkg-config --cflags pangocairo 2>/dev/null | sed 's/-I/-isystem /g')
$(O)/obj/media/render/%.o: CFLAGS += $(GFLAGS)
$(O)/obj/media/photo/%.o: CFLAGS += $(VFLAGS)
$(O)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	@echo "  cc    $<"
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(O)/libmela.a: $(LIB_OBJ)
	@rm -f $@ && ar rcs $@ $^
$(O)/mela: $(MAIN_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)
$(O)/obj/media/call/%.o: CFLAGS += $(shell pkg-config --cflags librem libre 2>/dev/null | sed 's/-I/-isystem /g')
$(O)/mela-call: $(CALL_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ -Wl,--as-needed $(shell pkg-config --libs librem libre) $(LDLIBS)
$(O)/mela-sheet: $(SHEET_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

ifeq ($(V),tsan)
# ThreadSanitizer does not see GLib's locks, so the tests run the child as it is; the core's side of the socket is watched.
$(O)/mela-ingest: $(INGEST_SRC) $(LIB_SRC)
	@$(MAKE) --no-print-directory V=debug $(B)/debug/mela-ingest
	@mkdir -p $(@D) && cp $(B)/debug/mela-ingest $@
$(O)/mela-render: $(RENDER_SRC) $(LIB_SRC)
	@$(MAKE) --no-print-directory V=debug $(B)/debug/mela-render
	@mkdir -p $(@D) && cp $(B)/debug/mela-render $@
$(O)/mela-paper: $(PAPER_SRC) $(LIB_SRC)
	@$(MAKE) --no-print-directory V=debug $(B)/debug/mela-paper
	@mkdir -p $(@D) && cp $(B)/debug/mela-paper $@
$(O)/mela-photo: $(PHOTO_SRC) $(LIB_SRC)
	@$(MAKE) --no-print-directory V=debug $(B)/debug/mela-photo
	@mkdir -p $(@D) && cp $(B)/debug/mela-photo $@
else
$(O)/mela-photo: $(PHOTO_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(VLIBS) $(LDLIBS)
$(O)/mela-paper: $(PAPER_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ -Wl,--as-needed $(shell pkg-config --libs pangocairo) $(LDLIBS)
$(O)/mela-render: $(RENDER_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(GLIBS) $(LDLIBS)
$(O)/mela-ingest: $(INGEST_OBJ) $(O)/libmela.a
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(GLIBS) $(LDLIBS)
endif

$(O)/unit/%: tests/unit/%.c $(O)/libmela.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -Wno-conversion -MMD -MP -MF $@.d -o $@ $< $(O)/libmela.a $(LDLIBS) -lcmocka
$(O)/tools/%: tests/tools/%.c $(RIG_OBJ) $(O)/libmela.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(CFLAGS) $(GFLAGS) -MMD -MP -MF $@.d -o $@ $< $(RIG_OBJ) $(O)/libmela.a $(GLIBS) $(LDLIBS)

$(O)/obj/tests/tools/phone/%.o: CFLAGS += $(GFLAGS) $(shell pkg-config --cflags cairo 2>/dev/null | sed 's/-I/-isystem /g')
$(O)/tools/phone: tests/tools/phone.c $(PHONE_OBJ) $(O)/libmela.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(CFLAGS) $(GFLAGS) $(shell pkg-config --cflags cairo 2>/dev/null) -MMD -MP -MF $@.d -o $@ $< $(PHONE_OBJ) $(O)/libmela.a $(GLIBS) $(LDLIBS) -lcairo

$(O)/tools/smtp_sink: tests/tools/smtp_sink.c $(O)/libmela.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(O)/libmela.a $(LDLIBS)

$(O)/fuzz/%: tests/fuzz/%.c $(O)/libmela.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	@$(CC) $(CFLAGS) -Wno-conversion -fsanitize=fuzzer -MMD -MP -MF $@.d -o $@ $< $(O)/libmela.a $(LDLIBS)

$(O)/broken.so: tests/kill/broken.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu2x -D_GNU_SOURCE -fPIC -shared -o $@ $< -ldl
broken: $(O)/broken.so

# What bench-fan runs beside the server: the ceiling, a competitor, and a counter of allocations.
$(O)/bench/raw: tests/bench/fan/raw.c $(O)/libmela.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)
$(O)/bench/webrtcbin_each: tests/bench/fan/webrtcbin_each.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(GFLAGS) -o $@ $< $(GLIBS)
$(O)/bench/count_malloc.so: tests/bench/fan/count_malloc.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -fPIC -shared -o $@ $< -ldl
bench-tools: $(O)/bench/raw $(O)/bench/webrtcbin_each $(O)/bench/count_malloc.so

tools: $(TOOL_BIN)
fuzz-bin: $(FUZZ_BIN)
unit-bin: $(UNIT_BIN)
unit: $(UNIT_BIN) $(O)/mela-ingest $(O)/mela-render $(O)/mela-photo $(O)/mela-sheet $(O)/mela-paper $(O)/tools/smtp_sink ## run the unit tests of this variant (ROOM=media for one room)
	@tests/run-unit $(O)/unit $(ROOM)

# The pages. One Node for the tools (the system's, or one out of npm), modules by the lock file, no install scripts.
WEB_SRC := $(wildcard schema/*.def) $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/src/gen/*')
WEB_ENV  = node=$$(web/tools/node $(abspath $(B))/node) && cd web && export PATH="$$node:$$PATH" MELA_WEB_OUT=$(abspath $(B))/web
web: $(B)/web.stamp ## build the pages into $(B)/web
web/node_modules/.stamp: web/package-lock.json
	@$(WEB_ENV) && tools/npm-ci "$$node/node"
	@touch $@
$(B)/web.stamp: web/node_modules/.stamp $(WEB_SRC)
	@echo "  pages $(B)/web"
	@$(WEB_ENV) && node tools/gen.mjs && node node_modules/vite/bin/vite.js build --logLevel warn && node tools/press.mjs && node tools/budget.mjs
	@touch $@
web-check: web/node_modules/.stamp ## lint, type-check and test the pages
	@$(WEB_ENV) && node tools/gen.mjs && node node_modules/@biomejs/biome/bin/biome check . && \
	node node_modules/typescript/bin/tsc --noEmit && node node_modules/vitest/vitest.mjs run --testTimeout=60000 --reporter=default --reporter=./tools/tally.mjs

# The two commands of the README. Each installs what is missing first, and then calls make again,
# because the flags of the libraries are not known before they are there.
PORT ?= 8080
DATA ?= demo
demo: ## install, build, seed a demonstration fair and serve it live (PORT=8080 DATA=demo)
	@.ci/install build run
	@$(MAKE) --no-print-directory -j2 V=release build tools web
	@$(B)/release/mela demo --port $(PORT) --data $(DATA)

test: ## install what the tests need and run them all
	@.ci/install build run test
	@tests/all

bench: ## measure: make bench, or make bench NAMES="fan_1to300"; tables here, files in build/bench
	@.ci/install build run test
	@$(MAKE) --no-print-directory -j2 V=release build tools web
	@tests/run-bench $(NAMES)

net: ## the picture on bad networks, as root: make net, or make net NAMES=viewer; figures in build/bench
	@.ci/install build run test
	@$(MAKE) --no-print-directory -j2 V=release build tools
	@V=release tests/run-net $(NAMES)

fuzz: ## every parser of foreign bytes for a while: make fuzz SECONDS_EACH=90
	@.ci/install build run test
	@SECONDS_EACH=$(or $(SECONDS_EACH),90) tests/run-fuzz

soak: ## a long day at the fair: MINUTES=20 or HOURS=; then 200 random histories and 2,000 power cuts
	@.ci/install build run test
	@$(MAKE) --no-print-directory -j2 V=release build tools web
	@$(MAKE) --no-print-directory -j2 V=asan build tools
	@$(MAKE) --no-print-directory -j2 V=debug unit-bin
	@tests/run-soak

bench-fan: ## measure fanning out at the limit, beside others (15 minutes); writes docs/bench/fan.md
	@.ci/install build run test bench
	@$(MAKE) --no-print-directory -j2 V=release build tools bench-tools
	@. tests/lib/node.sh && V=release "$$NODE" tests/bench/fan/fan.mjs

sbom: build ## list what is linked, loaded and shipped, with versions, as CycloneDX: build/sbom.json
	@. tests/lib/node.sh && "$$NODE" .ci/sbom.mjs $(O) > $(B)/sbom.json

arch: ## refuse an upward include
	@awk -f tests/arch.awk $(LIB_SRC) $(INGEST_SRC) $(RENDER_SRC) $(CALL_SRC) $(PHOTO_SRC) $(PAPER_SRC) $(wildcard server/children/*/*.h server/*.h server/*/*.h sessions/*.h media/*.h media/*/*.h) $(MAIN_SRC)

shape: ## print file, function and nesting figures
	@tests/shape

clean: ## remove what was built
	rm -rf $(B)

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

-include $(LIB_OBJ:.o=.d) $(CALL_OBJ:.o=.d) $(PHOTO_OBJ:.o=.d) $(SHEET_OBJ:.o=.d) $(RIG_OBJ:.o=.d) $(PHONE_OBJ:.o=.d) $(INGEST_OBJ:.o=.d) $(RENDER_OBJ:.o=.d) $(PAPER_OBJ:.o=.d) $(UNIT_BIN:=.d) $(TOOL_BIN:=.d) $(FUZZ_BIN:=.d) $(MAIN_OBJ:.o=.d)
