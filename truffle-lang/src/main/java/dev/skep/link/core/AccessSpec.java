package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Member;
import dev.skep.object.CoreKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a relocation is about, in one BTF: the way from a type to a field, an element or an enumerator. Nothing but the
 * type for relocations of types. Counterpart: {@code struct bpf_core_spec}.
 *
 * <pre>
 *   struct sample { int x; struct { int a[7]; }; };      &s->a[3]  is  "0:1:0:3"
 *     raw        0 1 0 3        every step
 *     accessors  [0] .a [3]     those that a C programmer would write
 * </pre>
 */
final class AccessSpec {
    /** Steps that libbpf follows ({@code BPF_CORE_SPEC_MAX_LEN}). */
    static final int MAX_STEPS = 64;

    final Btf btf;
    final int rootType;
    final CoreKind kind;
    final List<Accessor> accessors = new ArrayList<>();
    final List<Integer> raw = new ArrayList<>();
    /** From the start of the root type; 32 bits, as in libbpf. */
    int bitOffset;

    AccessSpec(Btf btf, int rootType, CoreKind kind) {
        this.btf = btf;
        this.rootType = rootType;
        this.kind = kind;
    }

    /**
     * The way that a relocation names, in the object's types.
     *
     * @throws UnresolvableException if it leads nowhere
     */
    static AccessSpec parse(Btf btf, int type, String access, CoreKind kind) {
        AccessSpec spec = new AccessSpec(btf, type, kind);
        if (kind.ofTypes()) {
            if (!access.equals("0")) {
                throw malformed(access);
            }
            return spec;
        }
        for (String step : access.split(":", -1)) {
            spec.raw.add(index(step, access));
        }
        if (spec.raw.size() > MAX_STEPS) {
            throw new UnresolvableException("access " + access, "at most " + MAX_STEPS + " steps");
        }
        int id = btf.resolve(type);
        if (kind.ofEnumerators()) {
            spec.followEnumerator(id, access);
        } else {
            spec.follow(id, access);
        }
        return spec;
    }

    private static int index(String step, String access) {
        boolean digits = !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || step.length() > 10 || Long.parseLong(step) > Integer.MAX_VALUE) {
            throw malformed(access);
        }
        return Integer.parseInt(step);
    }

    private void followEnumerator(int id, String access) {
        int index = raw.getFirst();
        if (raw.size() > 1
                || !(btf.type(id) instanceof Enumeration enumeration)
                || index >= enumeration.values().size()) {
            throw malformed(access);
        }
        accessors.add(new Accessor(id, index, enumeration.values().get(index).name()));
    }

    private void follow(int root, String access) {
        int id = root;
        accessors.add(new Accessor(id, raw.getFirst(), null));
        bitOffset = raw.getFirst() * Sizes.of(btf, id) * 8;
        for (int index : raw.subList(1, raw.size())) {
            id = btf.resolve(id);
            switch (btf.type(id)) {
                case Composite composite
                when index < composite.members().size() -> {
                    Member member = composite.members().get(index);
                    bitOffset += member.bitOffset();
                    if (!member.name().isEmpty()) {
                        accessors.add(new Accessor(id, index, member.name()));
                    }
                    id = member.type();
                }
                case Array array
                when index < array.count() || flexible(array) -> {
                    id = btf.resolve(array.element());
                    accessors.add(new Accessor(id, index, null));
                    bitOffset += index * Sizes.of(btf, id) * 8;
                }
                case BtfType _ -> throw malformed(access);
            }
        }
    }

    /** Whether an array of no elements is the last member of the struct that was stepped into before. */
    boolean flexible(Array array) {
        if (accessors.isEmpty() || array.count() > 0) {
            return false;
        }
        Accessor last = accessors.getLast();
        return last.name() != null
                && btf.type(last.type()) instanceof Composite composite
                && last.index() == composite.members().size() - 1;
    }

    private static UnresolvableException malformed(String access) {
        return new UnresolvableException("access " + access, "one that leads into the type");
    }

    /** In libbpf's words: {@code <byte_off> [7] struct task_struct.pid (0:3 @ offset 1264)}. */
    String text() {
        BtfType root = btf.type(rootType);
        StringBuilder out = new StringBuilder("<" + kind.label() + "> [" + rootType + "] " + Kinds.word(root.kind())
                + " " + (root.name().isEmpty() ? "<anon>" : root.name()));
        if (kind.ofEnumerators()) {
            enumerator(out);
        } else if (!kind.ofTypes()) {
            field(out);
        }
        return out.toString();
    }

    private void enumerator(StringBuilder out) {
        if (btf.type(btf.resolve(rootType)) instanceof Enumeration enumeration) {
            BtfType.Enumerator value = enumeration.values().get(raw.getFirst());
            String number = enumeration.signed() ? Long.toString(value.value()) : Long.toUnsignedString(value.value());
            out.append("::").append(value.name()).append(" = ").append(number);
        }
    }

    private void field(StringBuilder out) {
        for (int i = 0; i < accessors.size(); i++) {
            Accessor accessor = accessors.get(i);
            if (accessor.name() != null) {
                out.append('.').append(accessor.name());
            } else if (i > 0 || accessor.index() > 0) {
                out.append('[').append(accessor.index()).append(']');
            }
        }
        out.append(" (");
        for (int i = 0; i < raw.size(); i++) {
            out.append(i == 0 ? "" : ":").append(raw.get(i));
        }
        out.append(" @ offset ").append(Integer.toUnsignedString(bitOffset >>> 3));
        if (bitOffset % 8 != 0) {
            out.append('.').append(bitOffset & 7);
        }
        out.append(')');
    }
}
