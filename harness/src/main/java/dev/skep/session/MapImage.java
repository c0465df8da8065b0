package dev.skep.session;

import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in maps, as bytes. */
final class MapImage {
    /** As many pairs as a map is asked for. */
    private static final int MOST_PAIRS = 4096;

    private MapImage() {}

    /** Of each map its pairs of key and value, in the order in which user space would walk over it. */
    static List<List<List<String>>> of(List<BpfMap> maps) {
        return maps.stream().map(MapImage::pairs).toList();
    }

    private static List<List<String>> pairs(BpfMap map) {
        HexFormat hex = HexFormat.of();
        List<List<String>> pairs = new ArrayList<>();
        try {
            for (byte[] key : map.syscall().keys()) {
                byte @Nullable [] value = map.syscall().find(key);
                if (value != null && pairs.size() < MOST_PAIRS) {
                    pairs.add(List.of(hex.formatHex(key), hex.formatHex(value)));
                }
            }
        } catch (KernelException cannotBeWalked) {
            return List.of();
        }
        return pairs;
    }
}
