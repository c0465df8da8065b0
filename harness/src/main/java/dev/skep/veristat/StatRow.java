package dev.skep.veristat;

import java.util.EnumMap;
import java.util.Map;

/**
 * What is known about one program.
 *
 * @param fileName of the object, without its folders
 * @param numbers of each column that is no key; what is not there counts as 0
 */
public record StatRow(String fileName, String progName, Map<Stat, Long> numbers) {
    public StatRow {
        numbers = Map.copyOf(numbers);
    }

    /** Collects the numbers of a row. */
    public static final class Builder {
        private final Map<Stat, Long> numbers = new EnumMap<>(Stat.class);

        public Builder with(Stat stat, long value) {
            numbers.put(stat, value);
            return this;
        }

        public StatRow build(String fileName, String progName) {
            return new StatRow(fileName, progName, numbers);
        }
    }

    /** A number of the row. */
    public long number(Stat stat) {
        return numbers.getOrDefault(stat, 0L);
    }

    /** A cell as it is written. */
    public String text(Stat stat) {
        return switch (stat) {
            case FILE_NAME -> fileName;
            case PROG_NAME -> progName;
            default -> stat.text(number(stat));
        };
    }
}
