package dev.skep.kernel.object;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.map.FieldKind;
import dev.skep.kernel.map.SpecialField;
import dev.skep.kernel.map.SpecialFieldFinder;
import dev.skep.kernel.map.SpecialFields;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects that programs own, by address. Counterparts: {@code bpf_obj_new_impl()} and its family in
 * {@code kernel/bpf/helpers.c}, {@code bpf_obj_free_fields()}.
 *
 * <p>The table knows each object's type, so that nobody has to say it again when the object goes: the kernel's verifier
 * writes it into the call. An address that is not in the table belongs to something that lives as long as the machine,
 * and needs no references.
 */
public final class ObjectTable {
    /** {@code bpf_global_ma}: the largest unit less the link of its free list. */
    private static final int LARGEST = 4096 - 8;

    /** {@code bpf_global_percpu_ma}. */
    private static final int LARGEST_PER_CPU = 512;

    private final AddressSpace memory;
    private final int cpus;
    private final List<Btf> programs = new ArrayList<>();
    private final Map<Btf, Map<Integer, ObjectType>> types = new HashMap<>();
    private final TreeMap<Long, Entry> objects = new TreeMap<>();

    /** What is known about an object. */
    private sealed interface Entry {
        /** Of a program's type. */
        record Local(ObjectType type) implements Entry {}

        /** Memory of each CPU, so many bytes apart. */
        record PerCpu(long strideBytes) implements Entry {}

        /** The kernel's, with a reference count that programs do not see. */
        final class Counted implements Entry {
            private final LongConsumer destructor;
            private int references = 1;

            Counted(LongConsumer destructor) {
                this.destructor = destructor;
            }
        }
    }

    public ObjectTable(AddressSpace memory, int cpus) {
        this.memory = memory;
        this.cpus = cpus;
    }

    /**
     * Makes the types of a program known.
     *
     * @return the number that stands for them in {@link #allocate}
     */
    public int program(Btf btf) {
        int known = programs.indexOf(btf);
        if (known < 0) {
            known = programs.size();
            programs.add(btf);
        }
        return known;
    }

    /**
     * Allocates an object, with the fields that belong to the kernel ready for use. {@code bpf_obj_new_impl}.
     *
     * @param program what {@link #program} gave
     * @param typeId of a struct in that program's BTF
     * @return its address; 0 when there is no memory, or no such type
     */
    @TruffleBoundary
    public long allocate(long program, long typeId) {
        ObjectType type = type(program, typeId);
        if (type == null || type.sizeBytes() > LARGEST) {
            return 0;
        }
        try {
            long address = memory.allocate(type.sizeBytes(), 8, "object of struct " + type.name());
            type.fields().list().forEach(field -> initialise(field, address + field.offset()));
            objects.put(address, new Entry.Local(type));
            return address;
        } catch (KernelException noMemory) {
            return 0;
        }
    }

    /**
     * Allocates an object for each CPU. {@code bpf_percpu_obj_new_impl}.
     *
     * @return what stands for all of them, see {@link #onCpu}; 0 as for {@link #allocate}
     */
    @TruffleBoundary
    public long allocatePerCpu(long program, long typeId) {
        ObjectType type = type(program, typeId);
        if (type == null || type.sizeBytes() > LARGEST_PER_CPU) {
            return 0;
        }
        try {
            return allocatePerCpu(type.sizeBytes(), "per-CPU objects of struct " + type.name());
        } catch (KernelException noMemory) {
            return 0;
        }
    }

    /**
     * Allocates memory of each CPU for something of the kernel's.
     *
     * @return what stands for all of them, see {@link #onCpu}
     * @throws KernelException ENOMEM if there is none
     */
    public long allocatePerCpu(long sizeBytes, String what) {
        long stride = (sizeBytes + 7) & -8;
        long address = memory.allocate(stride * cpus, 8, what);
        objects.put(address, new Entry.PerCpu(stride));
        return address;
    }

    /**
     * Allocates an object of the kernel's, with one reference to it.
     *
     * @param destructor gets its address when the last reference is gone, just before the memory is taken back
     * @return its address; 0 when there is no memory
     */
    @TruffleBoundary
    public long allocateCounted(int sizeBytes, String what, LongConsumer destructor) {
        try {
            long address = memory.allocate(sizeBytes, 8, what);
            objects.put(address, new Entry.Counted(destructor));
            return address;
        } catch (KernelException noMemory) {
            return 0;
        }
    }

    private @Nullable ObjectType type(long program, long typeId) {
        if (program < 0 || program >= programs.size()) {
            throw new KernelOops("allocates an object of the types of program " + program + ", which nobody named");
        }
        Btf btf = programs.get((int) program);
        if (typeId <= 0 || typeId >= btf.typeCount() || !(btf.type((int) typeId) instanceof BtfType.Struct struct)) {
            return null;
        }
        if (struct.sizeBytes() == 0) {
            return null;
        }
        return types.computeIfAbsent(btf, of -> new HashMap<>()).computeIfAbsent((int) typeId, id -> {
            SpecialFields fields = SpecialFieldFinder.find(btf, id, SpecialFieldFinder.IN_OBJECTS, struct.sizeBytes());
            return new ObjectType(struct.name(), Math.toIntExact(struct.sizeBytes()), fields);
        });
    }

    private void initialise(SpecialField field, long address) {
        switch (field.kind()) {
            case REFCOUNT -> memory.writeInt(address, 1);
            case LIST_HEAD, LIST_NODE -> LinkedObjects.clear(memory, address);
            case RB_NODE -> memory.writeLong(address, address);
            default -> {}
        }
    }

    /**
     * The address of an object's part for a CPU; where nothing is known to be per CPU, the address as it is.
     *
     * @param pointer what {@link #allocatePerCpu} gave, or an address within the first CPU's part
     */
    @TruffleBoundary
    public long onCpu(long pointer, int cpu) {
        Map.Entry<Long, Entry> object = objects.floorEntry(pointer);
        return object != null
                        && object.getValue() instanceof Entry.PerCpu(long stride)
                        && pointer - object.getKey() < stride
                ? pointer + stride * cpu
                : pointer;
    }

    /** The object that an address lies in: from a node to what it links. */
    @TruffleBoundary
    public long containing(long address) {
        Map.Entry<Long, Entry> object = objects.floorEntry(address);
        if (object != null
                && object.getValue() instanceof Entry.Local(ObjectType type)
                && address - object.getKey() < type.sizeBytes()) {
            return object.getKey();
        }
        throw new KernelOops("links something that is no object of the program");
    }

    /**
     * One more reference to an object. {@code bpf_refcount_acquire_impl} and the {@code acquire} kfuncs.
     *
     * @return the object; 0 when its last reference is gone
     */
    @TruffleBoundary
    public long acquire(long object) {
        switch (objects.get(object)) {
            case Entry.Local(ObjectType type) -> {
                SpecialField field = type.refcount();
                if (field == null || memory.readInt(object + field.offset()) == 0) {
                    return 0;
                }
                memory.getAndAddInt(object + field.offset(), 1);
            }
            case Entry.Counted counted -> counted.references++;
            case Entry.PerCpu _ -> {}
            case null -> {}
        }
        return object;
    }

    /**
     * One reference less to an object, which goes with the last one: so do the objects that it holds.
     * {@code bpf_obj_drop_impl} and the {@code release} kfuncs.
     */
    @TruffleBoundary
    public void drop(long object) {
        switch (objects.get(object)) {
            case Entry.Local(ObjectType type) -> dropLocal(object, type);
            case Entry.PerCpu _ -> forget(object);
            case Entry.Counted counted -> {
                counted.references--;
                if (counted.references == 0) {
                    counted.destructor.accept(object);
                    forget(object);
                }
            }
            case null -> {}
        }
    }

    private void dropLocal(long object, ObjectType type) {
        SpecialField refcount = type.refcount();
        if (refcount != null && memory.getAndAddInt(object + refcount.offset(), -1) != 1) {
            return;
        }
        for (SpecialField field : type.fields().list()) {
            release(field, object + field.offset());
        }
        forget(object);
    }

    private void forget(long object) {
        objects.remove(object);
        memory.free(object);
    }

    /**
     * Lets go of what a pointer, list or tree in a map's value or an object holds, and leaves it empty. Other kinds of
     * fields are not its business.
     */
    @TruffleBoundary
    public void release(SpecialField field, long address) {
        switch (field.kind()) {
            case KPTR_REFERENCED, KPTR_PER_CPU -> drop(memory.getAndSetLong(address, 0));
            case KPTR_UNREFERENCED -> memory.writeLong(address, 0);
            case LIST_HEAD -> LinkedObjects.takeAll(memory, address).forEach(node -> drop(node - field.nodeOffset()));
            case RB_ROOT -> RedBlackTree.takeAll(memory, address).forEach(node -> drop(node - field.nodeOffset()));
            case SPIN_LOCK, RES_SPIN_LOCK, TIMER, WORKQUEUE, TASK_WORK, LIST_NODE, RB_NODE, REFCOUNT, UPTR -> {}
        }
    }

    /** How many objects live: for tests that want to know whether any was forgotten. */
    public int count() {
        return objects.size();
    }

    /** The kinds of fields that {@link #release} is for. */
    public static List<FieldKind> owners() {
        return List.of(
                FieldKind.KPTR_REFERENCED,
                FieldKind.KPTR_PER_CPU,
                FieldKind.KPTR_UNREFERENCED,
                FieldKind.LIST_HEAD,
                FieldKind.RB_ROOT);
    }
}
