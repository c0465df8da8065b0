package dev.skep.kfunc.string;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** The string functions of C, on any address of the kernel, with an upper bound. */
public abstract class StringKfuncs {
    private StringKfuncs() {}

    /** Compares two strings: -1, 0 or 1. */
    @Kfunc(value = "int bpf_strcmp(const char *s1__ign, const char *s2__ign)", btfId = 65812, hooks = COMMON)
    abstract long bpf_strcmp(Invocation in, long s1, long s2);

    /** Compares two strings without regard to case: -1, 0 or 1. */
    @Kfunc(value = "int bpf_strcasecmp(const char *s1__ign, const char *s2__ign)", btfId = 65805, hooks = COMMON)
    abstract long bpf_strcasecmp(Invocation in, long s1, long s2);

    /** The first place of a character. */
    @Kfunc(value = "int bpf_strchr(const char *s__ign, char c)", btfId = 65808, hooks = COMMON)
    abstract long bpf_strchr(Invocation in, long s, long c);

    /** The first place of a character, or of the end. */
    @Kfunc(value = "int bpf_strchrnul(const char *s__ign, char c)", btfId = 65810, hooks = COMMON)
    abstract long bpf_strchrnul(Invocation in, long s, long c);

    /** The first place of a character within a length. */
    @Kfunc(value = "int bpf_strnchr(const char *s__ign, size_t count, char c)", btfId = 65837, hooks = COMMON)
    abstract long bpf_strnchr(Invocation in, long s, long count, long c);

    /** The last place of a character. */
    @Kfunc(value = "int bpf_strrchr(const char *s__ign, int c)", btfId = 65848, hooks = COMMON)
    abstract long bpf_strrchr(Invocation in, long s, long c);

    /** The length. */
    @Kfunc(value = "int bpf_strlen(const char *s__ign)", btfId = 65834, hooks = COMMON)
    abstract long bpf_strlen(Invocation in, long s);

    /** The length, or a limit. */
    @Kfunc(value = "int bpf_strnlen(const char *s__ign, size_t count)", btfId = 65842, hooks = COMMON)
    abstract long bpf_strnlen(Invocation in, long s, long count);

    /** The length of the part at the start that consists of accepted characters. */
    @Kfunc(value = "int bpf_strspn(const char *s__ign, const char *accept__ign)", btfId = 65851, hooks = COMMON)
    abstract long bpf_strspn(Invocation in, long s, long accept);

    /** The length of the part at the start without rejected characters. */
    @Kfunc(value = "int bpf_strcspn(const char *s__ign, const char *reject__ign)", btfId = 65815, hooks = COMMON)
    abstract long bpf_strcspn(Invocation in, long s, long reject);

    /** The first place of one string in another. */
    @Kfunc(value = "int bpf_strstr(const char *s1__ign, const char *s2__ign)", btfId = 65853, hooks = COMMON)
    abstract long bpf_strstr(Invocation in, long s1, long s2);

    /** The first place of one string within a length of another. */
    @Kfunc(
            value = "int bpf_strnstr(const char *s1__ign, const char *s2__ign, size_t len)",
            btfId = 65845,
            hooks = COMMON)
    abstract long bpf_strnstr(Invocation in, long s1, long s2, long len);
}
