/* Runs a command and lets its Nth system call that writes to a disk fail, or be its last.
 *
 *     fault MODE N TRACE COMMAND [ARGUMENT ...]
 *
 * MODE  count  nothing is done
 *       kill   the process is killed before the call
 *       cut    half of what the call writes is written, then the process is killed
 *       once   the call fails with ENOSPC
 *       full   it fails, and so does every later call that needs room; what removes and renames works
 * TRACE is where the names of the calls that were counted are written, a line each.
 *
 * Exits as the command does, with 137 where it was killed, 77 where this machine allows no tracing.
 * A filter (seccomp) stops the command at these calls alone, so that all else runs at full speed; calls
 * that a program makes without libc are seen too, which a preloaded library would miss.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77, KILLED = 137 };

/* What a call does: which of its arguments is a file that must lie on a disk, whether it needs room. */
struct call { long number; const char *name; int descriptor; int flags; int needs_room; int length; };

#define CALL(name, descriptor, flags, room, length) { __NR_##name, #name, descriptor, flags, room, length },
static const struct call CALLS[] = {
    CALL(openat, -1, 2, 1, -1)
    CALL(write, 0, -1, 1, 2)
    CALL(pwrite64, 0, -1, 1, 2)
    CALL(writev, 0, -1, 1, -1)
    CALL(copy_file_range, 2, -1, 1, 4)
    CALL(sendfile, 0, -1, 1, 3)
    CALL(ftruncate, 0, -1, 1, -1)
    CALL(fallocate, 0, -1, 1, -1)
    CALL(fsync, 0, -1, 1, -1)
    CALL(fdatasync, 0, -1, 1, -1)
    CALL(syncfs, 0, -1, 1, -1)
    CALL(mkdirat, -1, -1, 1, -1)
    CALL(linkat, -1, -1, 1, -1)
    CALL(symlinkat, -1, -1, 1, -1)
    CALL(renameat, -1, -1, 0, -1)
    CALL(renameat2, -1, -1, 0, -1)
    CALL(unlinkat, -1, -1, 0, -1)
    CALL(fchmod, 0, -1, 0, -1)
    CALL(fchmodat, -1, -1, 0, -1)
    CALL(utimensat, -1, -1, 0, -1)
#ifdef __NR_open
    CALL(open, -1, 1, 1, -1)
    CALL(creat, -1, -1, 1, -1)
    CALL(truncate, -1, -1, 1, -1)
    CALL(mkdir, -1, -1, 1, -1)
    CALL(link, -1, -1, 1, -1)
    CALL(symlink, -1, -1, 1, -1)
    CALL(rename, -1, -1, 0, -1)
    CALL(unlink, -1, -1, 0, -1)
    CALL(rmdir, -1, -1, 0, -1)
    CALL(chmod, -1, -1, 0, -1)
#endif
};
enum { COUNT = sizeof CALLS / sizeof *CALLS };

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
typedef struct user_regs_struct registers;
static long number_of(const registers *r) { return (long)r->orig_rax; }
static uint64_t argument(const registers *r, int at) {
    const uint64_t all[] = { r->rdi, r->rsi, r->rdx, r->r10, r->r8, r->r9 };
    return all[at];
}
static void set_argument(registers *r, int at, uint64_t value) {
    if (at == 2) r->rdx = value;
    if (at == 3) r->r10 = value;
    if (at == 4) r->r8 = value;
}
static int get(pid_t pid, registers *r) { return ptrace(PTRACE_GETREGS, pid, 0, r) == 0; }
static void set(pid_t pid, registers *r) { ptrace(PTRACE_SETREGS, pid, 0, r); }
static void fail(pid_t pid, registers *r, int error) {
    r->orig_rax = (unsigned long long)-1;
    r->rax = (unsigned long long)-error;
    set(pid, r);
}
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
typedef struct user_regs_struct registers;
static long number_of(const registers *r) { return (long)r->regs[8]; }
static uint64_t argument(const registers *r, int at) { return r->regs[at]; }
static void set_argument(registers *r, int at, uint64_t value) { r->regs[at] = value; }
static int get(pid_t pid, registers *r) {
    struct iovec io = { r, sizeof *r };
    return ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &io) == 0;
}
static void set(pid_t pid, registers *r) {
    struct iovec io = { r, sizeof *r };
    ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &io);
}
static void fail(pid_t pid, registers *r, int error) {
    int none = -1;
    struct iovec io = { &none, sizeof none };
    ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &io);
    r->regs[0] = (uint64_t)-error;
    set(pid, r);
}
#else
#error "neither x86-64 nor AArch64"
#endif

static int filter_calls(void) {
    struct sock_filter program[3 + 2 * COUNT + 2];
    int at = 0;
    program[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int each = 0; each < COUNT; each++) {
        program[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)CALLS[each].number, 0, 1);
        program[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    program[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog all = { (unsigned short)at, program };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0;
}

/* Whether a descriptor is a file of a disk: no pipe, no socket, no terminal. */
static int is_on_disk(pid_t pid, uint64_t descriptor) {
    char link[64], target[8];
    snprintf(link, sizeof link, "/proc/%d/fd/%llu", (int)pid, (unsigned long long)descriptor);
    ssize_t length = readlink(link, target, sizeof target);
    return length > 0 && target[0] == '/' && (length < 5 || memcmp(target, "/dev/", 5) != 0);
}

/* The call that is about to be made, if it writes to a disk. */
static const struct call *writing(pid_t pid, const registers *r) {
    for (int each = 0; each < COUNT; each++) {
        const struct call *call = &CALLS[each];
        if (call->number != number_of(r)) continue;
        if (call->descriptor >= 0 && !is_on_disk(pid, argument(r, call->descriptor))) return NULL;
        if (call->flags >= 0 && !(argument(r, call->flags) & (O_CREAT | O_TRUNC))) return NULL;
        return call;
    }
    return NULL;
}

int main(int count, char **arguments) {
    if (count < 5) return SKIPPED;
    const char *mode = arguments[1];
    const long wanted = atol(arguments[2]);
    FILE *trace = fopen(arguments[3], "w");
    if (!trace) return SKIPPED;
    const pid_t child = fork();
    if (child < 0) return SKIPPED;
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(SKIPPED);
        raise(SIGSTOP);
        if (!filter_calls()) _exit(SKIPPED);
        execvp(arguments[4], arguments + 4);
        _exit(SKIPPED);
    }
    int status;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return SKIPPED;
    const long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK
        | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, child, 0, options) != 0) { kill(child, SIGKILL); return SKIPPED; }
    ptrace(PTRACE_CONT, child, 0, 0);
    long seen = 0;
    pid_t dies = 0;
    for (;;) {
        const pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0) return SKIPPED;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (pid != child) continue;
            fclose(trace);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        const int signal = WSTOPSIG(status), event = status >> 16;
        if (pid == dies) { /* the shortened call has returned */
            kill(child, SIGKILL);
            continue;
        }
        long deliver = 0;
        int until_return = 0;
        registers r;
        if (event == PTRACE_EVENT_SECCOMP && get(pid, &r)) {
            const struct call *call = writing(pid, &r);
            if (call) {
                fprintf(trace, "%s\n", call->name);
                fflush(trace);
                seen++;
                const int here = seen == wanted;
                if (here && strcmp(mode, "kill") == 0) { kill(child, SIGKILL); continue; }
                if (here && strcmp(mode, "cut") == 0) {
                    if (call->length < 0) { kill(child, SIGKILL); continue; }
                    const uint64_t half = argument(&r, call->length) / 2;
                    /* a copy asks for more than there is */
                    set_argument(&r, call->length, half > 1 << 20 ? 100 : half);
                    set(pid, &r);
                    dies = pid;
                    until_return = 1;
                }
                if (here && strcmp(mode, "once") == 0) fail(pid, &r, ENOSPC);
                if (strcmp(mode, "full") == 0 && (here || (seen > wanted && call->needs_room)))
                    fail(pid, &r, ENOSPC);
            }
        } else if (event == 0 && signal != SIGTRAP && signal != SIGSTOP) {
            deliver = signal;
        }
        ptrace(until_return ? PTRACE_SYSCALL : PTRACE_CONT, pid, 0, deliver);
    }
}
