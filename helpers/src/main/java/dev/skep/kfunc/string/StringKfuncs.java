package dev.skep.kfunc.string;

import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.kfunc.string.KernelText.LONGEST;
import static dev.skep.kfunc.string.KernelText.UNREADABLE;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import java.util.function.IntUnaryOperator;

/** The string functions of C, on any address of the kernel, with an upper bound. */
public final class StringKfuncs {
    private static final int GO_ON = Integer.MIN_VALUE;

    private StringKfuncs() {}

    /** Compares two strings: -1, 0 or 1. */
    @Kfunc(value = "int bpf_strcmp(const char *s1__ign, const char *s2__ign)", hooks = COMMON)
    static long bpf_strcmp(Invocation in, long s1, long s2) {
        return compare(in, s1, s2, c -> c);
    }

    /** Compares two strings without regard to case: -1, 0 or 1. */
    @Kfunc(value = "int bpf_strcasecmp(const char *s1__ign, const char *s2__ign)", hooks = COMMON)
    static long bpf_strcasecmp(Invocation in, long s1, long s2) {
        return compare(in, s1, s2, KernelText::lower);
    }

    /** The first place of a character. */
    @Kfunc(value = "int bpf_strchr(const char *s__ign, char c)", hooks = COMMON)
    static long bpf_strchr(Invocation in, long s, long c) {
        return find(in, s, LONGEST, (int) c & 0xff);
    }

    /** The first place of a character, or of the end. */
    @Kfunc(value = "int bpf_strchrnul(const char *s__ign, char c)", hooks = COMMON)
    static long bpf_strchrnul(Invocation in, long s, long c) {
        if (KernelText.check(s) != 0) {
            return KernelText.check(s);
        }
        for (int i = 0; i < LONGEST; i++) {
            int found = KernelText.at(in.memory(), s + i);
            if (found == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (found == 0 || found == ((int) c & 0xff)) {
                return i;
            }
        }
        return Errno.E2BIG.result();
    }

    /** The first place of a character within a length. */
    @Kfunc(value = "int bpf_strnchr(const char *s__ign, size_t count, char c)", hooks = COMMON)
    static long bpf_strnchr(Invocation in, long s, long count, long c) {
        return find(in, s, count, (int) c & 0xff);
    }

    /** The last place of a character. */
    @Kfunc(value = "int bpf_strrchr(const char *s__ign, int c)", hooks = COMMON)
    static long bpf_strrchr(Invocation in, long s, long c) {
        if (KernelText.check(s) != 0) {
            return KernelText.check(s);
        }
        int last = Errno.ENOENT.result();
        for (int i = 0; i < LONGEST; i++) {
            int found = KernelText.at(in.memory(), s + i);
            if (found == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (found == (int) c) {
                last = i;
            }
            if (found == 0) {
                return last;
            }
        }
        return Errno.E2BIG.result();
    }

    /** The length. */
    @Kfunc(value = "int bpf_strlen(const char *s__ign)", hooks = COMMON)
    static long bpf_strlen(Invocation in, long s) {
        return length(in, s, LONGEST);
    }

    /** The length, or a limit. */
    @Kfunc(value = "int bpf_strnlen(const char *s__ign, size_t count)", hooks = COMMON)
    static long bpf_strnlen(Invocation in, long s, long count) {
        return length(in, s, count);
    }

    /** The length of the part at the start that consists of accepted characters. */
    @Kfunc(value = "int bpf_strspn(const char *s__ign, const char *accept__ign)", hooks = COMMON)
    static long bpf_strspn(Invocation in, long s, long accept) {
        return span(in, s, accept, true);
    }

    /** The length of the part at the start without rejected characters. */
    @Kfunc(value = "int bpf_strcspn(const char *s__ign, const char *reject__ign)", hooks = COMMON)
    static long bpf_strcspn(Invocation in, long s, long reject) {
        return span(in, s, reject, false);
    }

    /** The first place of one string in another. */
    @Kfunc(value = "int bpf_strstr(const char *s1__ign, const char *s2__ign)", hooks = COMMON)
    static long bpf_strstr(Invocation in, long s1, long s2) {
        return search(in, s1, s2, LONGEST);
    }

    /** The first place of one string within a length of another. */
    @Kfunc(value = "int bpf_strnstr(const char *s1__ign, const char *s2__ign, size_t len)", hooks = COMMON)
    static long bpf_strnstr(Invocation in, long s1, long s2, long len) {
        return search(in, s1, s2, len);
    }

    private static int checkBoth(long first, long second) {
        return KernelText.check(first) != 0 ? KernelText.check(first) : KernelText.check(second);
    }

    private static long compare(Invocation in, long first, long second, IntUnaryOperator folding) {
        if (checkBoth(first, second) != 0) {
            return checkBoth(first, second);
        }
        AddressSpace memory = in.memory();
        for (int i = 0; i < LONGEST; i++) {
            int a = KernelText.at(memory, first + i);
            int b = KernelText.at(memory, second + i);
            if (a == UNREADABLE || b == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            int folded = folding.applyAsInt(a) - folding.applyAsInt(b);
            if (folded != 0) {
                return folded < 0 ? -1 : 1;
            }
            if (a == 0) {
                return 0;
            }
        }
        return Errno.E2BIG.result();
    }

    private static long find(Invocation in, long text, long count, int wanted) {
        if (KernelText.check(text) != 0) {
            return KernelText.check(text);
        }
        int i = 0;
        while (Long.compareUnsigned(i, count) < 0 && i < LONGEST) {
            int found = KernelText.at(in.memory(), text + i);
            if (found == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (found == wanted) {
                return i;
            }
            if (found == 0) {
                return Errno.ENOENT.result();
            }
            i++;
        }
        return i == LONGEST ? Errno.E2BIG.result() : Errno.ENOENT.result();
    }

    private static long length(Invocation in, long text, long count) {
        if (KernelText.check(text) != 0) {
            return KernelText.check(text);
        }
        int i = 0;
        while (Long.compareUnsigned(i, count) < 0 && i < LONGEST) {
            int found = KernelText.at(in.memory(), text + i);
            if (found == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (found == 0) {
                return i;
            }
            i++;
        }
        return i == LONGEST ? Errno.E2BIG.result() : i;
    }

    /** How far the text consists of characters that are, or are not, in the set. */
    private static long span(Invocation in, long text, long set, boolean inSet) {
        if (checkBoth(text, set) != 0) {
            return checkBoth(text, set);
        }
        AddressSpace memory = in.memory();
        for (int i = 0; i < LONGEST; i++) {
            int c = KernelText.at(memory, text + i);
            if (c == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (c == 0) {
                return i;
            }
            int found = member(memory, set, c);
            if (found < 0) {
                return found;
            }
            if ((found == 1) != inSet) {
                return i;
            }
        }
        return Errno.E2BIG.result();
    }

    /** 1 when a character is in the set, 0 when it is not, or a negative errno. */
    private static int member(AddressSpace memory, long set, int c) {
        for (int j = 0; j < LONGEST; j++) {
            int candidate = KernelText.at(memory, set + j);
            if (candidate == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (candidate == c || candidate == 0) {
                return candidate == c ? 1 : 0;
            }
        }
        return Errno.E2BIG.result();
    }

    private static long search(Invocation in, long text, long wanted, long limit) {
        if (checkBoth(text, wanted) != 0) {
            return checkBoth(text, wanted);
        }
        for (int i = 0; i < LONGEST; i++) {
            int found = beginsWith(in.memory(), text, i, wanted, limit);
            if (found != GO_ON) {
                return found;
            }
        }
        return Errno.E2BIG.result();
    }

    /** The index when the wanted text begins there, {@link #GO_ON} when it does not, or a negative errno. */
    private static int beginsWith(AddressSpace memory, long text, int index, long wanted, long limit) {
        for (int j = 0; Long.compareUnsigned(index + j, limit) <= 0; j++) {
            if (j == LONGEST) {
                return Errno.E2BIG.result();
            }
            int b = KernelText.at(memory, wanted + j);
            if (b == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (b == 0) {
                return index;
            }
            if (index + j == limit) {
                return Errno.ENOENT.result();
            }
            int a = KernelText.at(memory, text + index + j);
            if (a == UNREADABLE) {
                return Errno.EFAULT.result();
            }
            if (a == 0) {
                return Errno.ENOENT.result();
            }
            if (a != b) {
                return GO_ON;
            }
        }
        return Errno.ENOENT.result();
    }
}
