package dev.skep.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects types in order and makes a {@link Btf} of them. A type may refer to one that is added later: {@link #nextId}
 * tells the ids in advance.
 *
 * <pre>{@code
 * BtfBuilder types = new BtfBuilder();
 * int u32 = types.add(new BtfType.Int("unsigned int", 4, 0, 0, 32));
 * int pair = types.add(new BtfType.Struct("pair", 8, List.of(new Member("a", u32, 0, 0), new Member("b", u32, 32, 0))));
 * Btf btf = types.build();
 * }</pre>
 */
public final class BtfBuilder {
    private final List<BtfType> types = new ArrayList<>();

    /** Adds a type; gives its id. */
    public int add(BtfType type) {
        types.add(type);
        return types.size();
    }

    /** The id that the next added type gets. */
    public int nextId() {
        return types.size() + 1;
    }

    /** Little-endian BTF with the types so far. */
    public Btf build() {
        return build(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * BTF with the types so far.
     *
     * @throws MalformedBtfException if a type refers to one that was never added
     */
    public Btf build(ByteOrder order) {
        return BtfReader.read(BtfWriter.write(types, order));
    }
}
