package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.program.BpfProgram;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A struct of functions that programs implement for the kernel: its one value is the struct as the kernel has it,
 * behind a count of references and a state. Counterpart: {@code struct bpf_struct_ops_map}.
 */
public final class StructOpsMap extends BpfMap {
    /** {@code BPF_STRUCT_OPS_STATE_INUSE}. */
    private static final int IN_USE = 1;

    private static final int STATE_OFFSET = 4;

    /** What {@code tcp_validate_congestion_control} wants; one of the two that avoid congestion as well. */
    private static final Set<String> CONGESTION_CONTROL = Set.of("ssthresh", "undo_cwnd");

    private static final Set<String> AVOIDANCE = Set.of("cong_avoid", "cong_control");

    /** {@code TCP_CA_NAME_MAX}. */
    private static final int NAME_BYTES = 16;

    private final long value;
    private final Map<String, BpfProgram> implementations = new LinkedHashMap<>();
    private String struct = "";
    private long data;
    private boolean registered;

    StructOpsMap(MapCreation creation) {
        check(creation);
        super(creation);
        value = memory.allocate(Math.max(8, valueSize), 64, "value of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.keySize() == Integer.BYTES, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(spec.maxEntries() == 1, EINVAL, "max_entries " + spec.maxEntries() + ", expected 1");
        creation.require(spec.valueSize() > 0, EINVAL, "value_size 0");
        creation.require(spec.valueSize() <= HashRules.KMALLOC_MAX, E2BIG, "value_size above 4 MiB");
    }

    /**
     * Says which struct of the kernel it is, and what its members hold that are no functions.
     *
     * @param name {@code tcp_congestion_ops}
     * @param bytes the struct, from {@code dataOffset} of the value on
     */
    public void define(String name, long dataOffset, byte[] bytes) {
        struct = name;
        data = dataOffset;
        memory.write(value + dataOffset, bytes);
    }

    /** The kernel's name of the struct. */
    public String struct() {
        return struct;
    }

    /** A program implements a member. */
    public void implement(String member, BpfProgram program) {
        implementations.put(member, program);
    }

    /** The programs by the members that they implement. */
    public Map<String, BpfProgram> implementations() {
        return Collections.unmodifiableMap(implementations);
    }

    /** The program that implements a member; null if none does. */
    public @Nullable BpfProgram implementation(String member) {
        return implementations.get(member);
    }

    /** Whether the kernel uses it. */
    public boolean isRegistered() {
        return registered;
    }

    /**
     * The kernel takes it into use, as an update of the value from user space does it.
     *
     * @throws KernelException EINVAL if functions are missing that the kernel cannot do without, EOPNOTSUPP for a
     *     struct that is for test runs only
     */
    public void register() {
        switch (struct) {
            case "tcp_congestion_ops" -> {
                boolean complete = implementations.keySet().containsAll(CONGESTION_CONTROL)
                        && AVOIDANCE.stream().anyMatch(implementations::containsKey);
                if (!complete) {
                    throw new KernelException(
                            EINVAL,
                            "map " + name() + ": a congestion control has " + implementations.keySet()
                                    + ", expected ssthresh, undo_cwnd, and cong_avoid or cong_control");
                }
                KernelStruct described = kernel.structs().at(struct, value + data);
                if (described.has("name")) {
                    kernel.net().addCongestionControl(text(memory.bytes(described.addressOf("name"), NAME_BYTES)));
                }
            }
            case "bpf_dummy_ops" ->
                throw new KernelException(EOPNOTSUPP, "map " + name() + ": bpf_dummy_ops are for test runs only");
            default -> {
                // no rule is known
            }
        }
        memory.writeInt(value, 1);
        memory.writeInt(value + STATE_OFFSET, IN_USE);
        registered = true;
    }

    @Override
    int nextKey(long key, long next) {
        if (key != 0 && memory.readInt(key) == 0) {
            return ENOENT.result();
        }
        memory.writeInt(next, 0);
        return 0;
    }

    @Override
    long lookupFromUser(long key) {
        return memory.readInt(key) == 0 ? value : 0;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
