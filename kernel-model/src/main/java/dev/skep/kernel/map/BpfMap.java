package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.ProgramImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A map that lives: its values, and mostly its keys, are bytes in simulated memory. The methods here are what programs
 * do, by simulated addresses, with 0 or a negative errno as result; what user space does is {@link #syscall()}.
 * Counterparts: {@code struct bpf_map}, {@code struct bpf_map_ops}.
 *
 * <p>What a type does not have answers as the kernel would if a program came so far in spite of the verifier: no value,
 * EINVAL, ENOTSUPP.
 */
public abstract class BpfMap {
    // struct bpf_map as Linux 6.18 lays it out on x86-64; programs may read it through a BTF pointer.
    static final int STRUCT_BYTES = 256;
    static final int TYPE_OFFSET = 64;
    static final int KEY_SIZE_OFFSET = 68;
    static final int VALUE_SIZE_OFFSET = 72;
    static final int MAX_ENTRIES_OFFSET = 76;
    static final int EXTRA_OFFSET = 80;
    static final int FLAGS_OFFSET = 88;
    static final int ID_OFFSET = 92;
    static final int NUMA_NODE_OFFSET = 104;
    static final int KEY_TYPE_OFFSET = 108;
    static final int VALUE_TYPE_OFFSET = 112;
    static final int NAME_OFFSET = 136;

    final Kernel kernel;
    final AddressSpace memory;
    final MapSpec spec;
    final int keySize;
    final int valueSize;
    final long maxEntries;
    final SpecialFields fields;
    private final @Nullable KernelException fieldsError;
    private final boolean plainValue;
    private final int id;
    private final long address;
    private final MapSyscalls syscalls;

    BpfMap(MapCreation creation) {
        this.kernel = creation.kernel();
        this.memory = kernel.memory();
        this.spec = creation.spec();
        this.keySize = spec.keySize();
        this.valueSize = spec.valueSize();
        this.maxEntries = spec.entries();
        BtfCheck.Outcome types = BtfCheck.check(creation);
        this.fields = types.fields();
        this.fieldsError = types.fieldsError();
        this.plainValue = fields.isEmpty();
        this.id = creation.id();
        this.address = memory.allocate(STRUCT_BYTES, 64, "struct bpf_map " + spec.name());
        this.syscalls = new MapSyscalls(this);
        describe();
    }

    private void describe() {
        memory.writeInt(address + TYPE_OFFSET, spec.type().id());
        memory.writeInt(address + KEY_SIZE_OFFSET, spec.keySize());
        memory.writeInt(address + VALUE_SIZE_OFFSET, spec.valueSize());
        memory.writeInt(address + MAX_ENTRIES_OFFSET, spec.maxEntries());
        memory.writeLong(address + EXTRA_OFFSET, spec.extra());
        memory.writeInt(address + FLAGS_OFFSET, spec.flags());
        memory.writeInt(address + ID_OFFSET, id);
        memory.writeInt(address + NUMA_NODE_OFFSET, spec.hasNumaNode() ? spec.numaNode() : -1);
        memory.writeInt(address + KEY_TYPE_OFFSET, spec.keyTypeId());
        memory.writeInt(address + VALUE_TYPE_OFFSET, spec.valueTypeId());
        byte[] name = spec.name().getBytes(StandardCharsets.UTF_8);
        memory.write(address + NAME_OFFSET, Arrays.copyOf(name, Math.min(name.length, MapSpec.NAME_LENGTH)));
    }

    /**
     * What {@code BPF_OBJ_GET_INFO_BY_FD} calls its id; also what stands for its file descriptor as a value in other
     * maps.
     */
    public final int id() {
        return id;
    }

    /** The blueprint that it was made from. */
    public final MapSpec spec() {
        return spec;
    }

    public final MapType type() {
        return spec.type();
    }

    public final String name() {
        return spec.name();
    }

    public final Kernel kernel() {
        return kernel;
    }

    /** What in its values belongs to the kernel. */
    public final SpecialFields specialFields() {
        return fields;
    }

    /**
     * Why no special fields could be found, where that is an error: the map lives, but programs that use the fields are
     * refused.
     */
    public final @Nullable KernelException specialFieldsError() {
        return fieldsError;
    }

    /** Where its {@code struct bpf_map} is: what a program's {@code LD_IMM64} of a map descriptor yields. */
    public final long address() {
        return address;
    }

    /** The map as user space has it: the commands of {@code bpf(2)}. */
    public final MapSyscalls syscall() {
        return syscalls;
    }

    /** How many elements it holds, where the kernel counts them: in hash tables; otherwise 0. */
    public long elementCount() {
        return 0;
    }

    // What programs do.

    /** Address of the value for the key at this address as this CPU sees it, or 0. {@code bpf_map_lookup_elem}. */
    public long lookup(int cpu, long key) {
        return 0;
    }

    /** Address of another CPU's value, or 0. {@code bpf_map_lookup_percpu_elem}. */
    public long lookupPerCpu(long key, int ofCpu) {
        return 0;
    }

    /** Writes an element from the addresses of key and value. {@code bpf_map_update_elem}. */
    public int update(int cpu, long key, long value, long flags) {
        return EINVAL.result();
    }

    /** {@code bpf_map_delete_elem}. */
    public int delete(int cpu, long key) {
        return EINVAL.result();
    }

    /** {@code bpf_map_push_elem}. */
    public int push(long value, long flags) {
        return ENOTSUPP.result();
    }

    /** {@code bpf_map_pop_elem}: copies the element to the address and takes it out. */
    public int pop(long value) {
        return ENOTSUPP.result();
    }

    /** {@code bpf_map_peek_elem}. */
    public int peek(long value) {
        return ENOTSUPP.result();
    }

    /**
     * {@code bpf_for_each_map_elem}: shows each element to the visitor until it returns something other than 0.
     *
     * @return how many elements the visitor saw, or a negative errno
     */
    public long forEach(int cpu, ElementVisitor visitor, long flags) {
        return ENOTSUPP.result();
    }

    /**
     * Address of the key of the element whose value is here, for the callbacks of timers; an array writes its index to
     * the scratch memory.
     */
    long keyOf(long value, long scratch) {
        throw new IllegalStateException("map " + name() + ": values of a " + type() + " call nobody back");
    }

    /**
     * Whether a program may use this map: maps that hold programs want them all alike. Counterpart:
     * {@code bpf_prog_map_compatible}, asked at load for every map of the program.
     */
    public boolean admits(ProgramImage image) {
        return true;
    }

    /**
     * Address of a byte in the only value: what {@code LD_IMM64} of a map value yields. Counterpart:
     * {@code map_direct_value_addr}.
     *
     * @throws KernelException EINVAL when the type has no such values or the offset is behind the value, ENOTSUPP when
     *     there are several values
     */
    public long directValue(long offset) {
        throw new KernelException(EINVAL, "map " + name() + ": direct value of a " + type());
    }

    // What stands behind the system calls; keys and values lie at addresses here, too.

    /** Copies the key that follows the given one; {@code key} is 0 for the first. ENOENT at the end. */
    int nextKey(long key, long next) {
        return ENOTSUPP.result();
    }

    /** Bytes of a value as system calls see it. */
    int userValueSize() {
        return valueSize;
    }

    /** Copies a value out for user space. */
    int copyToUser(long key, long value, long flags) {
        long found = lookupFromUser(key);
        if (found == 0) {
            return ENOENT.result();
        }
        copyValueToUser(found, value);
        return 0;
    }

    /** As {@link #lookup}, without leaving a trace of it. */
    long lookupFromUser(long key) {
        return lookup(MapSyscalls.CPU, key);
    }

    // What values need.

    /** Copies a value, except for what belongs to the kernel. */
    final void copyValue(long from, long to) {
        if (plainValue) {
            memory.copy(from, to, valueSize);
        } else {
            fields.copy(memory, from, to, valueSize);
        }
    }

    /** Copies a value to a buffer where zeros stand for what belongs to the kernel. */
    final void copyValueToUser(long from, long to) {
        copyValue(from, to);
        if (!plainValue) {
            fields.clear(memory, to);
        }
    }

    /** Lets go of what belongs to the kernel in a value that goes away. */
    final void releaseFields(long value) {
        if (!plainValue) {
            kernel.maps().release(this, value);
        }
    }

    /** Whether a request for the value's lock makes sense. */
    final boolean lacksRequestedLock(long flags) {
        return (flags & UpdateFlags.LOCK) != 0 && !fields.has(FieldKind.SPIN_LOCK);
    }

    /** Takes a value in from user space. */
    int updateFromUser(long key, long value, long flags) {
        return update(MapSyscalls.CPU, key, value, flags);
    }

    /** Takes a key out for user space. */
    int deleteFromUser(long key) {
        return delete(MapSyscalls.CPU, key);
    }

    /** Copies a value out for user space and takes it from the map. */
    int lookupAndDelete(long key, long value, long flags) {
        return ENOTSUPP.result();
    }
}
