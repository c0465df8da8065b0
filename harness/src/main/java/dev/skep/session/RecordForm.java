package dev.skep.session;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import dev.skep.btf.MalformedBtfException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * How records of a ring or perf buffer are shown. A buffer has no types of its own; programs name the type of its
 * records by the name of the map: a map {@code events} has records of {@code struct event} or {@code struct events}.
 * Records of another size are shown as hex.
 */
@FunctionalInterface
public interface RecordForm {
    /** Perf pads what is written to it to eight bytes less the four that tell its size. */
    int LONGEST_PADDING = 7;

    /** Every record as lower-case hex. */
    RecordForm HEX = bytes -> HexFormat.of().formatHex(bytes);

    Object show(byte[] bytes);

    /** The form of the records of a map. */
    static RecordForm of(Btf btf, String map) {
        OptionalInt struct = struct(btf, map);
        return struct.isPresent() ? typed(btf, struct.getAsInt()) : HEX;
    }

    /** The type of the records of a map; empty where no struct has a name like it. */
    static OptionalInt struct(Btf btf, String map) {
        List<String> names = map.endsWith("s") ? List.of(map.substring(0, map.length() - 1), map) : List.of(map);
        for (String name : names) {
            OptionalInt struct = btf.find(name, BtfKind.STRUCT);
            if (struct.isPresent()) {
                return struct;
            }
        }
        return OptionalInt.empty();
    }

    private static RecordForm typed(Btf btf, int type) {
        long size = btf.sizeOf(type);
        return bytes -> {
            if (bytes.length < size || bytes.length > size + LONGEST_PADDING) {
                return HEX.show(bytes);
            }
            try {
                return BtfValue.read(btf, type, Arrays.copyOf(bytes, (int) size));
            } catch (BtfValueException | MalformedBtfException e) {
                // The type does not describe the bytes: they are shown as they are rather than not at all.
                return HEX.show(bytes);
            }
        };
    }
}
