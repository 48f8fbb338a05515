/* sandbox.c — a list of what may be called; everything else ends the process. */
#include "base/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The shadow memory of the sanitizers (built by clang) is terabytes wide, and their reports open files. */
#ifdef __clang__
#define SANDBOX_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANDBOX_SANITIZED 0
#endif

/* Memory, the open files, threads of its own, clocks, the end. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(dup),
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mprotect), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
	SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname),
	SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(poll), SCMP_SYS(exit), SCMP_SYS(exit_group),
};
/* Asked by libraries that get on without an answer. clone3 hides its flags from the filter; the C library then uses clone. */
static const struct { int call, answer; } refused[] = {
	{SCMP_SYS(open), EACCES}, {SCMP_SYS(openat), EACCES}, {SCMP_SYS(access), EACCES}, {SCMP_SYS(faccessat), EACCES}, {SCMP_SYS(faccessat2), EACCES},
	{SCMP_SYS(stat), EACCES}, {SCMP_SYS(lstat), EACCES}, {SCMP_SYS(newfstatat), EACCES}, {SCMP_SYS(statx), EACCES}, {SCMP_SYS(readlink), EACCES},
	{SCMP_SYS(clone3), ENOSYS}, {SCMP_SYS(prctl), EPERM}, {SCMP_SYS(prlimit64), EPERM}, {SCMP_SYS(sched_setaffinity), EPERM}, {SCMP_SYS(mlock), EPERM},
	{SCMP_SYS(getcwd), EACCES}, {SCMP_SYS(ioctl), ENOTTY},
};

static int64_t mapped_bytes(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f || fscanf(f, "%ld", &pages) != 1) pages = 0;
	if (f) fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static void limit(int what, int64_t most) { setrlimit((__rlimit_resource_t)what, &(struct rlimit){(rlim_t)most, (rlim_t)most}); }

static int add_rules(scmp_filter_ctx ctx)
{
	int bad = 0;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		bad |= seccomp_rule_add(ctx, SCMP_ACT_ERRNO((unsigned)refused[i].answer), refused[i].call, 0);
	/* A thread of this process, never another process. */
	bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM));
	/* abort() signals itself. */
	bad |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
	return bad;
}

err_t sandbox_enter(const struct sandbox_limits *l)
{
	int64_t mapped = mapped_bytes();
	if (!mapped) return ERR_IO;
	if (!SANDBOX_SANITIZED) limit(RLIMIT_AS, mapped + l->memory_bytes);
	limit(RLIMIT_CPU, l->cpu_s);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, SANDBOX_SANITIZED ? 1 << 20 : 0);
	prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return ERR_IO;
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!ctx) return ERR_IO;
	bool bad = add_rules(ctx) != 0 || seccomp_load(ctx) != 0;
	seccomp_release(ctx);
	return bad ? ERR_IO : OK;
}
