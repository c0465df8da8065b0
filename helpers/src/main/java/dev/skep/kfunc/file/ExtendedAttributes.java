package dev.skep.kfunc.file;

import dev.skep.helper.dynptr.Dynptr;
import dev.skep.helper.dynptr.DynptrMemory;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What programs may do to extended attributes: they read those of users and their own, and write their own, which begin
 * with {@code security.bpf.}. Counterpart: {@code fs/bpf_fs_kfuncs.c}.
 */
public final class ExtendedAttributes {
    private static final String USER = "user.";
    private static final String OWN = "security.bpf.";

    private static final int LONGEST_NAME = 255;

    /** {@code XATTR_CREATE} and {@code XATTR_REPLACE}. */
    private static final int CREATE = 1;

    private static final int REPLACE = 2;

    private ExtendedAttributes() {}

    /** The length of the attribute, which is copied to the dynptr; or a negative errno. */
    public static long read(Invocation in, Map<String, byte[]> attributes, long name, long dynptr) {
        String attribute = text(in.memory(), name);
        return attribute.startsWith(USER) || attribute.startsWith(OWN)
                ? copy(in, attributes.get(attribute), dynptr)
                : Errno.EPERM.result();
    }

    /** As {@link #read}, of attributes of users only. */
    public static long readOfUsers(Invocation in, Map<String, byte[]> attributes, long name, long dynptr) {
        String attribute = text(in.memory(), name);
        return attribute.startsWith(USER) ? copy(in, attributes.get(attribute), dynptr) : Errno.EPERM.result();
    }

    private static long copy(Invocation in, byte @Nullable [] value, long dynptr) {
        int size = Dynptr.size(in.memory(), dynptr);
        long target = DynptrMemory.writableSlice(in, dynptr, 0, 0, size);
        if (target == 0) {
            return Errno.EINVAL.result();
        }
        if (value == null) {
            return Errno.ENODATA.result();
        }
        if (value.length > size) {
            return Errno.ERANGE.result();
        }
        in.memory().write(target, value);
        return value.length;
    }

    static long write(Invocation in, Map<String, byte[]> attributes, long name, long dynptr, int flags) {
        String attribute = text(in.memory(), name);
        if (!attribute.startsWith(OWN)) {
            return Errno.EPERM.result();
        }
        int size = Dynptr.size(in.memory(), dynptr);
        long source = DynptrMemory.slice(in, dynptr, 0, 0, size);
        if (source == 0) {
            return Errno.EINVAL.result();
        }
        boolean there = attributes.containsKey(attribute);
        if (there && (flags & CREATE) != 0) {
            return Errno.EEXIST.result();
        }
        if (!there && (flags & REPLACE) != 0) {
            return Errno.ENODATA.result();
        }
        attributes.put(attribute, in.memory().bytes(source, size));
        return 0;
    }

    static long remove(Invocation in, Map<String, byte[]> attributes, long name) {
        String attribute = text(in.memory(), name);
        if (!attribute.startsWith(OWN)) {
            return Errno.EPERM.result();
        }
        return attributes.remove(attribute) == null ? Errno.ENODATA.result() : 0;
    }

    private static String text(AddressSpace memory, long address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < LONGEST_NAME && memory.readByte(address + i) != 0; i++) {
            bytes.write(memory.readByte(address + i));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
