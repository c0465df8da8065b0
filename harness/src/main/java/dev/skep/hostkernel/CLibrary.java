package dev.skep.hostkernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The four functions of the C library that lead to the kernel. Failures come back as negative error numbers, as the
 * kernel itself gives them.
 */
@SuppressWarnings("restricted") // to call into the C library is what it is for
final class CLibrary {
    /** Memory may be read: {@code PROT_READ}. */
    static final int READABLE = 1;
    /** Memory may be read and written. */
    static final int WRITABLE = 3;

    private static final int MAP_SHARED = 1;
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final int bpfNumber;
    private final MethodHandle syscall;
    private final MethodHandle close;
    private final MethodHandle mmap;
    private final MethodHandle munmap;

    private CLibrary(int bpfNumber) {
        this.bpfNumber = bpfNumber;
        Linker.Option errno = Linker.Option.captureCallState("errno");
        syscall = bind(
                "syscall",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                errno,
                Linker.Option.firstVariadicArg(1));
        close = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), errno);
        mmap = bind(
                "mmap",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                errno);
        munmap = bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG), errno);
    }

    /** The library of this machine, if it is a Linux whose number for {@code bpf(2)} is known. */
    static CLibrary open() throws HostKernelMissingException {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            throw new HostKernelMissingException(system + " has no bpf(2)");
        }
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (machine) {
            case "amd64", "x86_64" -> new CLibrary(321);
            case "aarch64", "riscv64" -> new CLibrary(280);
            default -> throw new HostKernelMissingException("the number of bpf(2) on " + machine + " is not known");
        };
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** {@code bpf(command, attributes, size)}: a descriptor or 0, or a negative error number. */
    int bpf(BpfCommand command, MemorySegment attributes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = (long) syscall.invokeExact(
                    state, (long) bpfNumber, command.number(), attributes, (int) attributes.byteSize());
            return result < 0 ? -errno(state) : (int) result;
        } catch (Throwable e) {
            throw broken("bpf", e);
        }
    }

    void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) close.invokeExact(arena.allocate(CALL_STATE), descriptor);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    /**
     * Shares memory with the kernel.
     *
     * @param protection {@link #READABLE} or {@link #WRITABLE}
     * @return the memory; its address is a negative error number when the kernel refuses
     */
    MemorySegment map(int descriptor, long offset, long sizeBytes, int protection) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment memory = (MemorySegment)
                    mmap.invokeExact(state, MemorySegment.NULL, sizeBytes, protection, MAP_SHARED, descriptor, offset);
            return memory.address() == -1 ? MemorySegment.ofAddress(-errno(state)) : memory.reinterpret(sizeBytes);
        } catch (Throwable e) {
            throw broken("mmap", e);
        }
    }

    void unmap(MemorySegment memory) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) munmap.invokeExact(arena.allocate(CALL_STATE), memory, memory.byteSize());
        } catch (Throwable e) {
            throw broken("munmap", e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static IllegalStateException broken(String function, Throwable cause) {
        return new IllegalStateException("the call of " + function + " itself failed", cause);
    }
}
