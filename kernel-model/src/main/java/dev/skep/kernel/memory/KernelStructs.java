package dev.skep.kernel.memory;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.StructLayout;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own structs in simulated memory, laid out by the types of the kernel that is simulated: programs read
 * them by the offsets that CO-RE takes from there.
 */
public final class KernelStructs {
    /** Structs that kmalloc gives are aligned so that nothing in them is not. */
    private static final int ALIGNMENT = 64;

    private final AddressSpace memory;
    private final Supplier<Btf> types;
    private final Map<String, Layout> layouts = new HashMap<>();

    /** Where the members of a struct that were asked for stand; a struct that the types do not tell has none. */
    static final class Layout {
        private final String name;
        private final Btf btf;
        private final @Nullable StructLayout layout;
        private final Map<String, @Nullable Place> places = new HashMap<>();

        private Layout(String name, Btf btf, @Nullable StructLayout layout) {
            this.name = name;
            this.btf = btf;
            this.layout = layout;
        }

        /** Where a member stands; null if the struct of this kernel has none such. */
        @Nullable
        Place place(String path) {
            if (layout != null && !places.containsKey(path)) {
                StructLayout.Field field = layout.find(path).orElse(null);
                places.put(path, field == null ? null : Place.of(btf, field));
            }
            return places.get(path);
        }

        long sizeBytes() {
            return layout == null ? ALIGNMENT : layout.sizeBytes();
        }

        String name() {
            return name;
        }
    }

    /**
     * Where a member stands.
     *
     * @param type id of its type
     * @param offset in bytes
     * @param size in bytes
     * @param shift of a bit field: bits below it in its first byte
     * @param bits of a bit field, else 0
     */
    record Place(int type, long offset, long size, int shift, int bits) {
        static Place of(Btf btf, StructLayout.Field field) {
            long size = field.type() == 0 ? 0 : btf.sizeOf(field.type());
            return new Place(field.type(), field.offset(), size, (int) (field.bitOffset() & 7), field.bitFieldSize());
        }
    }

    public KernelStructs(AddressSpace memory, Supplier<Btf> types) {
        this.memory = memory;
        this.types = types;
    }

    public Btf btf() {
        return types.get();
    }

    AddressSpace memory() {
        return memory;
    }

    /** Whether the kernel has a struct of this name. */
    public boolean has(String struct) {
        return types.get().find(struct, BtfKind.STRUCT).isPresent();
    }

    /**
     * Makes a struct, all zero.
     *
     * @param what names it in the reports of strict mode
     * @throws KernelException ENOENT if the kernel's types have no struct of this name
     */
    public KernelStruct allocate(String struct, String what) {
        return allocate(struct, 0, what);
    }

    /** Makes a struct with so many bytes behind it, for an array at its end. */
    public KernelStruct allocate(String struct, int extraBytes, String what) {
        return allocate(layout(struct), extraBytes, what);
    }

    /**
     * As {@link #allocate(String, int, String)}; a kernel whose types do not tell the struct gets one without members:
     * nothing can be put into it, and no program can be relocated to look into it.
     */
    public KernelStruct allocateAsKnown(String struct, int extraBytes, String what) {
        return allocate(has(struct) ? layout(struct) : new Layout(struct, types.get(), null), extraBytes, what);
    }

    private KernelStruct allocate(Layout layout, int extraBytes, String what) {
        long size = Math.max(1, layout.sizeBytes() + extraBytes);
        return new KernelStruct(this, layout, memory.allocate(size, ALIGNMENT, what));
    }

    /** A struct that stands at an address already. */
    public KernelStruct at(String struct, long address) {
        return new KernelStruct(this, layout(struct), address);
    }

    /** Bytes of a struct; {@code otherwise} where the kernel's types do not tell it. */
    public long sizeOf(String struct, long otherwise) {
        return has(struct) ? layout(struct).sizeBytes() : otherwise;
    }

    /** A struct that {@link #allocate} made is not needed any more. */
    public void free(long address) {
        memory.free(address);
    }

    /** A text with a NUL behind it. */
    public long text(String text, String what) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = memory.allocate(bytes.length + 1L, 8, what);
        memory.write(address, bytes);
        return address;
    }

    private Layout layout(String struct) {
        return layouts.computeIfAbsent(struct, name -> {
            Btf btf = types.get();
            OptionalInt id = btf.find(name, BtfKind.STRUCT);
            if (id.isEmpty()) {
                throw new KernelException(Errno.ENOENT, "the kernel's types have no struct " + name);
            }
            return new Layout(name, btf, StructLayout.of(btf, id.getAsInt()));
        });
    }
}
