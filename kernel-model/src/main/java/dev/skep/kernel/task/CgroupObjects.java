package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.StructLayout;
import dev.skep.kernel.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the {@code struct cgroup} of each control group is, made when somebody first asks. Its level and the id and
 * name of its directory are filled in, laid out by the kernel's types; what else it has is zero.
 */
public final class CgroupObjects {
    /** As in the reference kernel, for types without a {@code struct cgroup}. */
    private static final int STRUCT_BYTES = 3072;

    private final AddressSpace memory;
    private final Supplier<Btf> types;
    private final Map<Long, Long> addresses = new HashMap<>();
    private final Map<Long, Cgroup> groups = new HashMap<>();

    /** @param types the kernel's, asked for when the first group is laid out */
    public CgroupObjects(AddressSpace memory, Supplier<Btf> types) {
        this.memory = memory;
        this.types = types;
    }

    /** The address of a group's {@code struct cgroup}. */
    @TruffleBoundary
    public long address(Cgroup group) {
        Long known = addresses.get(group.id());
        if (known != null) {
            return known;
        }
        Optional<StructLayout> layout = layout("cgroup");
        long address = memory.allocate(
                layout.map(StructLayout::sizeBytes).orElse(STRUCT_BYTES), 64, "struct cgroup " + group.path());
        addresses.put(group.id(), address);
        groups.put(address, group);
        layout.ifPresent(found -> {
            found.find("level").ifPresent(field -> memory.writeInt(address + field.offset(), group.level()));
            found.find("kn").ifPresent(field -> memory.writeLong(address + field.offset(), directory(group)));
        });
        return address;
    }

    /** The group whose {@code struct cgroup} is at an address, or {@code null}. */
    @TruffleBoundary
    public @Nullable Cgroup at(long address) {
        return groups.get(address);
    }

    private long directory(Cgroup group) {
        StructLayout layout = layout("kernfs_node").orElse(null);
        if (layout == null) {
            return 0;
        }
        long node = memory.allocate(layout.sizeBytes(), 8, "struct kernfs_node " + group.path());
        layout.find("id").ifPresent(field -> memory.writeLong(node + field.offset(), group.id()));
        layout.find("name").ifPresent(field -> memory.writeLong(node + field.offset(), name(group)));
        return node;
    }

    private long name(Cgroup group) {
        String last = group.path().substring(group.path().lastIndexOf('/') + 1);
        byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
        long address = memory.allocate(bytes.length + 1L, 1, "name of cgroup " + group.path());
        memory.write(address, bytes);
        return address;
    }

    private Optional<StructLayout> layout(String struct) {
        Btf btf = types.get();
        OptionalInt id = btf.find(struct, BtfKind.STRUCT);
        return id.isPresent() ? Optional.of(StructLayout.of(btf, id.getAsInt())) : Optional.empty();
    }
}
