package dev.skep.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Named types by the hash of their name without its {@linkplain Flavor flavor}: chains of ids in ascending order, so
 * that the first type of a name is found first.
 */
final class NameIndex {
    private static final int MAX_HASHED = 64;

    private final Btf btf;
    private final int[] heads;
    private final int[] next;

    NameIndex(Btf btf) {
        this.btf = btf;
        int count = btf.typeCount();
        heads = new int[Integer.highestOneBit(count) * 2];
        next = new int[count];
        for (int id = count - 1; id > 0; id--) {
            int name = btf.nameOffset(id);
            if (name != 0) {
                int slot = slot(btf.stringHash(name));
                next[id] = heads[slot];
                heads[slot] = id;
            }
        }
    }

    OptionalInt find(String name, BtfKind kind) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int id = heads[slot(hash(Arrays.copyOf(bytes, bytes.length + 1), 0))]; id != 0; id = next[id]) {
            if (btf.kind(id) == kind && btf.stringEquals(btf.nameOffset(id), bytes)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    int[] findFlavors(String essentialName) {
        byte[] bytes = essentialName.getBytes(StandardCharsets.UTF_8);
        IntStream.Builder found = IntStream.builder();
        for (int id = heads[slot(hash(Arrays.copyOf(bytes, bytes.length + 1), 0))]; id != 0; id = next[id]) {
            if (btf.essentialEquals(btf.nameOffset(id), bytes)) {
                found.add(id);
            }
        }
        return found.build().toArray();
    }

    /** Of the string from {@code start} up to its NUL; long ones that begin alike share a slot. */
    static int hash(byte[] strings, int start) {
        int hash = 0;
        int end = Math.min(Flavor.essentialEnd(strings, start), start + MAX_HASHED);
        for (int i = start; i < end; i++) {
            hash = 31 * hash + strings[i];
        }
        return hash;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & heads.length - 1;
    }
}
