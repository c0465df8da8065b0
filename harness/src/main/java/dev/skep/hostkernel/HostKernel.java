package dev.skep.hostkernel;

import dev.skep.btf.Btf;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of this machine, for as long as it is open: whatever was created through it is gone when it closes, in
 * reverse order. What the kernel refuses is a {@link KernelException} with its errno, except for programs, whose
 * refusal is an {@link HostVerdict answer}. Not safe for use by several threads at once.
 */
public final class HostKernel implements AutoCloseable {
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final int TYPES_LOG_BYTES = 1 << 20;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final Path POSSIBLE_CPUS = Path.of("/sys/devices/system/cpu/possible");

    private final CLibrary library;
    private final List<HostDescriptor> open = new ArrayList<>();
    private final int cpus;
    private @Nullable Btf types;

    private HostKernel(CLibrary library, int cpus) {
        this.library = library;
        this.cpus = cpus;
    }

    /**
     * Opens the kernel.
     *
     * @throws HostKernelMissingException when this is no Linux, it has no {@code bpf(2)}, or this process may not use
     *     it; the message says which
     */
    public static HostKernel open() throws HostKernelMissingException {
        CLibrary library = CLibrary.open();
        HostKernel kernel = new HostKernel(library, possibleCpus());
        try {
            kernel.create(MapSpec.of("skep_probe", MapType.ARRAY, 4, 4, 1)).close();
            return kernel;
        } catch (KernelException refused) {
            throw new HostKernelMissingException(
                    switch (refused.errno()) {
                        case EPERM -> "this process may not use bpf(2): it needs CAP_BPF, or root";
                        case ENOSYS -> "this kernel is built without bpf(2)";
                        default -> "bpf(2) creates no map: " + refused.errno().sentence();
                    });
        }
    }

    /** Why {@link #open} would fail; empty when it would not. */
    public static Optional<String> missing() {
        try {
            open().close();
            return Optional.empty();
        } catch (HostKernelMissingException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /** The release, as {@code uname -r} shows it. */
    public String release() {
        return System.getProperty("os.version", "");
    }

    /** What this process may do. */
    public Privilege privilege() {
        long bits = 0;
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(EFFECTIVE)) {
                    bits = Long.parseUnsignedLong(
                            line.substring(EFFECTIVE.length()).strip(), 16);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Set<Capability> held = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
            if ((bits >>> capability.number() & 1) != 0) {
                held.add(capability);
            }
        }
        return new Privilege(held);
    }

    /** How many CPUs it may ever have; per-CPU values have that many parts. */
    public int cpus() {
        return cpus;
    }

    /** The types of the kernel itself; empty where it shows none. */
    public Btf types() {
        if (types == null) {
            try {
                types = Files.isReadable(TYPES) ? Btf.read(Files.readAllBytes(TYPES)) : Btf.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return types;
    }

    /** {@code BPF_MAP_CREATE}, with an inner map and with types where the blueprint has them. */
    public HostMap create(MapSpec spec) {
        try (Attributes attributes = new Attributes(72)) {
            attributes
                    .put32(0, spec.type().id())
                    .put32(4, spec.keySize())
                    .put32(8, spec.valueSize())
                    .put32(12, spec.maxEntries())
                    .put32(16, spec.flags())
                    .put32(24, spec.numaNode())
                    .putName(28, spec.name())
                    .put64(64, spec.extra());
            Btf btf = spec.btf();
            if (btf != null) {
                attributes
                        .put32(48, load(btf).descriptor())
                        .put32(52, spec.keyTypeId())
                        .put32(56, spec.valueTypeId());
            }
            MapSpec inner = spec.inner();
            // 0 is a descriptor, that of the standard input for example.
            attributes.put32(20, inner == null ? -1 : create(inner).descriptor());
            return opened(new HostMap(this, require(BpfCommand.MAP_CREATE, attributes, "map " + spec.name()), spec));
        }
    }

    /** {@code BPF_BTF_LOAD}. What the kernel says last against the types is part of the exception's message. */
    public HostTypes load(Btf btf) {
        try (Attributes attributes = new Attributes(32)) {
            byte[] bytes = AdmissibleTypes.of(btf).bytes();
            attributes.putBytes(0, bytes);
            attributes.put32(16, bytes.length);
            int result = call(BpfCommand.BTF_LOAD, attributes);
            if (result < 0) {
                MemorySegment log = attributes.buffer(TYPES_LOG_BYTES);
                call(
                        BpfCommand.BTF_LOAD,
                        attributes.putPointer(8, log).put32(20, TYPES_LOG_BYTES).put32(24, 1));
                throw refused(
                        result, "BTF: " + Attributes.text(log).strip().lines().reduce("", (_, line) -> line));
            }
            return opened(new HostTypes(this, result, btf));
        }
    }

    /**
     * {@code BPF_PROG_LOAD}.
     *
     * @param program its maps are looked at by nobody: the positions in its code mean the next argument
     * @param maps the maps that the code means
     */
    public HostVerdict load(ProgramImage program, List<HostMap> maps, HostLoadOptions options) {
        return new ProgramLoad(this, program, maps, options).run();
    }

    /** A descriptor or 0; a negative error number when the kernel refuses. */
    int call(BpfCommand command, Attributes attributes) {
        return library.bpf(command, attributes.segment());
    }

    /** The same, with an exception for a refusal. */
    int require(BpfCommand command, Attributes attributes, String what) {
        int result = call(command, attributes);
        if (result < 0) {
            throw refused(result, what);
        }
        return result;
    }

    static KernelException refused(int result, String what) {
        Errno errno = Errno.of(result);
        return new KernelException(
                errno == null ? Errno.EIO : errno, errno == null ? what + ": error " + -result : what);
    }

    MemorySegment share(HostMap map, long offset, long sizeBytes, int protection) {
        MemorySegment memory = library.map(map.descriptor(), offset, sizeBytes, protection);
        if (memory.address() < 0) {
            throw refused((int) memory.address(), "mmap of map " + map.spec().name());
        }
        return memory;
    }

    void unshare(MemorySegment memory) {
        library.unmap(memory);
    }

    <T extends HostDescriptor> T opened(T object) {
        open.add(object);
        return object;
    }

    void closed(HostDescriptor object, int descriptor) {
        library.close(descriptor);
        open.remove(object);
    }

    /** Closes whatever is still open. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.getLast().close();
        }
    }

    /** The list of {@code /sys/devices/system/cpu/possible} ends with the highest number: {@code 0-7}, {@code 0}. */
    private static int possibleCpus() throws HostKernelMissingException {
        try {
            String list =
                    Files.readString(POSSIBLE_CPUS, StandardCharsets.US_ASCII).strip();
            return Integer.parseInt(list.substring(Math.max(list.lastIndexOf('-'), list.lastIndexOf(',')) + 1)) + 1;
        } catch (IOException | NumberFormatException e) {
            throw new HostKernelMissingException(POSSIBLE_CPUS + " does not say how many CPUs there may be");
        }
    }
}
