package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.link.core.Decision.Widths;
import dev.skep.object.CoreKind;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a relocation is worth in one BTF: an offset, a size, a shift, an id, a yes or no. Counterpart:
 * {@code bpf_core_calc_relo}.
 *
 * @param width bytes of the field, for offsets of fields that are no bit fields, else 0
 * @param type of that field
 * @param certain whether a compiler must have come to the same value
 */
record RelocationValue(long value, int width, int type, boolean certain) {
    private static final int WORD_BITS = 64;

    /**
     * Decides from the object's own types and the kernel's.
     *
     * @param target null if the kernel lacks it
     * @throws UnresolvableException if the value cannot be said
     */
    static Decision decide(AccessSpec local, @Nullable AccessSpec target) {
        RelocationValue ours = of(local.kind, local);
        RelocationValue theirs = of(local.kind, target);
        if (ours == null || theirs == null) {
            return Decision.POISON;
        }
        boolean adjustable = ours.width == theirs.width
                || target == null
                || readsAlike(local.btf.type(ours.type), target.btf.type(theirs.type));
        return new Decision(
                ours.value, theirs.value, false, ours.certain, new Widths(ours.width, theirs.width, adjustable));
    }

    /** Pointers of any width, and unsigned integers, keep their value when a register is filled up with zeros. */
    private static boolean readsAlike(BtfType ours, BtfType theirs) {
        return (ours instanceof Ptr && theirs instanceof Ptr)
                || (ours instanceof Int a
                        && theirs instanceof Int b
                        && a.encoding() != Int.SIGNED
                        && b.encoding() != Int.SIGNED);
    }

    /** @return null if the instruction is to be poisoned */
    private static @Nullable RelocationValue of(CoreKind kind, @Nullable AccessSpec spec) {
        return switch (kind) {
            case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> certain(spec == null ? 0 : 1);
            case TYPE_ID_LOCAL -> throw new IllegalStateException("local ids need no target");
            case TYPE_ID_TARGET -> spec == null ? certain(0) : new RelocationValue(spec.rootType, 0, 0, false);
            case TYPE_SIZE -> certain(spec == null ? 0 : Integer.toUnsignedLong(Sizes.of(spec.btf, spec.rootType)));
            case ENUMVAL_VALUE -> spec == null ? null : enumerator(spec);
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
                spec == null ? null : field(kind, spec);
        };
    }

    private static RelocationValue certain(long value) {
        return new RelocationValue(value, 0, 0, true);
    }

    private static RelocationValue enumerator(AccessSpec spec) {
        Accessor accessor = spec.accessors.getFirst();
        if (spec.btf.type(accessor.type()) instanceof Enumeration enumeration) {
            long value = enumeration.values().get(accessor.index()).value();
            // an enum of 32 bits is sign-extended by libbpf, whatever its sign
            return certain(enumeration instanceof BtfType.EnumType ? (int) value : value);
        }
        throw new IllegalStateException("enumerator of type " + accessor.type() + ", which has none");
    }

    private static RelocationValue field(CoreKind kind, AccessSpec spec) {
        Accessor last = spec.accessors.getLast();
        if (last.name() == null) {
            return element(kind, spec, last.type());
        }
        if (!(spec.btf.type(last.type()) instanceof Composite composite)) {
            throw new IllegalStateException("member of type " + last.type() + ", which has none");
        }
        Member member = composite.members().get(last.index());
        int type = spec.btf.resolve(member.type());
        Storage storage = member.bitFieldSize() > 0
                ? Storage.ofBitField(spec, member.bitFieldSize(), width(spec.btf, type))
                : Storage.of(spec, Sizes.of(spec.btf, type));
        return switch (kind) {
            case FIELD_BYTE_OFFSET ->
                storage.bitField()
                        ? new RelocationValue(Integer.toUnsignedLong(storage.offset()), 0, 0, false)
                        : new RelocationValue(Integer.toUnsignedLong(storage.offset()), storage.bytes(), type, true);
            case FIELD_BYTE_SIZE ->
                new RelocationValue(Integer.toUnsignedLong(storage.bytes()), 0, 0, !storage.bitField());
            case FIELD_SIGNED -> certain(signed(spec.btf.type(type)) ? 1 : 0);
            case FIELD_LSHIFT_U64 ->
                new RelocationValue(
                        Integer.toUnsignedLong(storage.leftShift(spec.btf.order())), 0, 0, !storage.bitField());
            case FIELD_RSHIFT_U64 -> certain(Integer.toUnsignedLong(WORD_BITS - storage.bits()));
            case FIELD_EXISTS,
                    TYPE_ID_LOCAL,
                    TYPE_ID_TARGET,
                    TYPE_EXISTS,
                    TYPE_SIZE,
                    ENUMVAL_EXISTS,
                    ENUMVAL_VALUE,
                    TYPE_MATCHES -> throw new IllegalStateException(kind + " is not about a field's place");
        };
    }

    private static RelocationValue element(CoreKind kind, AccessSpec spec, int type) {
        int bytes = Sizes.of(spec.btf, type);
        return switch (kind) {
            case FIELD_BYTE_OFFSET ->
                new RelocationValue(Integer.toUnsignedLong(spec.bitOffset >>> 3), bytes, type, true);
            case FIELD_BYTE_SIZE -> certain(Integer.toUnsignedLong(bytes));
            case FIELD_EXISTS,
                    FIELD_SIGNED,
                    FIELD_LSHIFT_U64,
                    FIELD_RSHIFT_U64,
                    TYPE_ID_LOCAL,
                    TYPE_ID_TARGET,
                    TYPE_EXISTS,
                    TYPE_SIZE,
                    ENUMVAL_EXISTS,
                    ENUMVAL_VALUE,
                    TYPE_MATCHES ->
                throw new UnresolvableException("<" + kind.label() + "> of an array's element", "of a field");
        };
    }

    private static boolean signed(BtfType type) {
        return switch (type) {
            case Enumeration enumeration -> enumeration.signed();
            case Int number -> number.signed();
            case BtfType _ -> false;
        };
    }

    private static int width(Btf btf, int type) {
        int bytes = Sizes.of(btf, type);
        if (bytes == 0) {
            throw new UnresolvableException("a bit field of type " + type + ", which has no bytes", "an integer");
        }
        return bytes;
    }

    /**
     * The bytes that a field is loaded from.
     *
     * @param offset of the first, from the root type
     * @param bytes how many
     * @param bitOffset of the field itself
     * @param bits how many of them are the field's
     */
    private record Storage(int offset, int bytes, int bitOffset, int bits, boolean bitField) {
        static Storage of(AccessSpec spec, int bytes) {
            return new Storage(spec.bitOffset >>> 3, bytes, spec.bitOffset, bytes * 8, false);
        }

        /** The smallest aligned integer that holds all of the bit field. */
        static Storage ofBitField(AccessSpec spec, int bits, int typeBytes) {
            int bytes = typeBytes;
            int start = spec.bitOffset;
            int offset = aligned(start, bytes);
            while (Integer.compareUnsigned(start + bits - offset * 8, bytes * 8) > 0) {
                if (bytes >= 8) {
                    throw new UnresolvableException("a bit field across 8 bytes", "one within them");
                }
                bytes *= 2;
                offset = aligned(start, bytes);
            }
            return new Storage(offset, bytes, start, bits, true);
        }

        private static int aligned(int bit, int bytes) {
            return Integer.divideUnsigned(bit >>> 3, bytes) * bytes;
        }

        int leftShift(ByteOrder order) {
            return order == ByteOrder.LITTLE_ENDIAN
                    ? WORD_BITS - (bitOffset + bits - offset * 8)
                    : (8 - bytes) * 8 + (bitOffset - offset * 8);
        }
    }
}
