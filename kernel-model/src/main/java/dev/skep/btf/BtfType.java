package dev.skep.btf;

import java.util.List;

/**
 * One type of a {@link Btf}. Other types are named by their id; id 0 is {@link VoidType}. An anonymous type has the
 * name {@code ""}. The kinds and fields are those of {@code struct btf_type} and what follows it
 * ({@code uapi/linux/btf.h}).
 */
public sealed interface BtfType {
    /** The name, {@code ""} for a type without one. */
    default String name() {
        return "";
    }

    /** The kind in the encoding. */
    BtfKind kind();

    /** Structs and unions. */
    sealed interface Composite extends BtfType {
        /** Size in bytes, 0 and more. */
        int sizeBytes();

        /** Members in the order of their declaration. */
        List<Member> members();
    }

    /** Enumerations of 1 to 8 bytes. */
    sealed interface Enumeration extends BtfType {
        /** Size in bytes: 1, 2, 4 or 8. */
        int sizeBytes();

        /** Whether the values are signed. */
        boolean signed();

        /** The enumerators in the order of their declaration. */
        List<Enumerator> values();
    }

    /** What only changes how another type is seen: {@code const}, {@code volatile}, {@code restrict}, type tags. */
    sealed interface Modifier extends BtfType {
        /** Id of the type that is modified. */
        int target();
    }

    /** Type id 0. */
    record VoidType() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }
    }

    /**
     * An integer.
     *
     * @param sizeBytes 1, 2, 4, 8 or 16
     * @param encoding {@link #SIGNED}, {@link #CHAR}, {@link #BOOL}, or 0 for a plain unsigned integer
     * @param bitOffset where the value starts in its bytes (0 except in old bit fields)
     * @param bits how many bits the value has (8 × size except in old bit fields)
     */
    record Int(String name, int sizeBytes, int encoding, int bitOffset, int bits) implements BtfType {
        public static final int SIGNED = 1;
        public static final int CHAR = 2;
        public static final int BOOL = 4;

        public boolean signed() {
            return (encoding & SIGNED) != 0;
        }

        public boolean bool() {
            return (encoding & BOOL) != 0;
        }

        /**
         * Whether this is C's {@code char}: clang encodes it as a one-byte integer of that name, others by
         * {@link #CHAR}.
         */
        public boolean character() {
            return sizeBytes == 1 && ((encoding & CHAR) != 0 || name.equals("char"));
        }

        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }
    }

    /** A pointer of 8 bytes to type {@code target}. */
    record Ptr(int target) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.PTR;
        }
    }

    /**
     * An array.
     *
     * @param element id of the element type
     * @param index id of the index type
     * @param count how many elements, 0 to 2<sup>32</sup> - 1
     */
    record Array(int element, int index, long count) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }
    }

    record Struct(String name, int sizeBytes, List<Member> members) implements Composite {
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    record Union(String name, int sizeBytes, List<Member> members) implements Composite {
        public Union {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /**
     * A member of a struct or union; the name is {@code ""} for an anonymous struct or union.
     *
     * @param type id of the member's type
     * @param bitOffset offset from the start of the struct, in bits
     * @param bitFieldSize width of a bit field in bits, 0 for an ordinary member
     */
    record Member(String name, int type, int bitOffset, int bitFieldSize) {}

    /** An enumeration of up to 4 bytes; its values are sign or zero extended to 64 bits. */
    record EnumType(String name, int sizeBytes, boolean signed, List<Enumerator> values) implements Enumeration {
        public EnumType {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /** An enumeration with values of 64 bits. */
    record Enum64(String name, int sizeBytes, boolean signed, List<Enumerator> values) implements Enumeration {
        public Enum64 {
            values = List.copyOf(values);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    record Enumerator(String name, long value) {}

    /** A struct or union that is declared, but not defined. */
    record Fwd(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FWD;
        }
    }

    record Typedef(String name, int target) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    record Volatile(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }
    }

    record Const(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }
    }

    record Restrict(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }
    }

    /** A function: a name, a {@link FuncProto} and where it is defined. */
    record Func(String name, int proto, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNC;
        }
    }

    record FuncProto(int returnType, List<Param> params) implements BtfType {
        public FuncProto {
            params = List.copyOf(params);
        }

        /** Whether the last parameter is {@code ...}; it then has no name and type 0. */
        public boolean variadic() {
            return !params.isEmpty() && params.getLast().type() == 0;
        }

        @Override
        public BtfKind kind() {
            return BtfKind.FUNC_PROTO;
        }
    }

    record Param(String name, int type) {}

    /** A global variable. */
    record Var(String name, int type, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VAR;
        }
    }

    /** A section of variables. Objects as clang leaves them have size and offsets 0 here: the ELF file knows them. */
    record Datasec(String name, int sizeBytes, List<Variable> variables) implements BtfType {
        public Datasec {
            variables = List.copyOf(variables);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.DATASEC;
        }
    }

    /**
     * A variable in a section.
     *
     * @param type id of a {@link Var} (or of a {@link Func} in {@code .ksyms})
     */
    record Variable(int type, int offset, int sizeBytes) {}

    record FloatType(String name, int sizeBytes) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /**
     * {@code btf_decl_tag}: the name is the tag.
     *
     * @param component index of the member or parameter that is tagged, -1 for the whole
     */
    record DeclTag(String name, int target, int component) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }

    /**
     * {@code btf_type_tag}: the name is the tag.
     *
     * @param attribute whether the tag stands for any {@code __attribute__} (kind flag 1, Linux 6.15)
     */
    record TypeTag(String name, int target, boolean attribute) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }

    /**
     * Where a function or variable is defined ({@code BTF_FUNC_STATIC} and {@code BTF_VAR_STATIC} and so on, in order).
     */
    enum Linkage {
        STATIC(0, "static"),
        GLOBAL(1, "global"),
        EXTERN(2, "extern");

        private final int number;
        private final String label;

        Linkage(int number, String label) {
            this.number = number;
            this.label = label;
        }

        int number() {
            return number;
        }

        /** The word that bpftool prints. */
        public String label() {
            return label;
        }
    }
}
