package dev.skep.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Records or lines that programs wrote, of which there may be more than fit in memory: they are looked at one after the
 * other.
 *
 * @param count how many there are
 * @param each gives them in order, from the first on each time
 */
public record Records<T>(long count, Iterable<T> each) implements Iterable<T> {
    /** Those of a list. */
    public static <T> Records<T> of(List<T> list) {
        return new Records<>(list.size(), List.copyOf(list));
    }

    @Override
    public Iterator<T> iterator() {
        return each.iterator();
    }

    /** All of them at once. */
    public List<T> toList() {
        List<T> list = new ArrayList<>();
        each.forEach(list::add);
        return list;
    }
}
