package dev.skep.verifier.structure;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The functions of a program while they are being examined. */
final class Subprograms {
    /** In order; behind the last the size of the program. */
    private final int[] starts;

    private final List<Set<SubprogramTrait>> traits;

    Subprograms(Collection<Integer> starts, int size) {
        this.starts = IntStream.concat(
                        starts.stream().mapToInt(Integer::intValue).sorted(), IntStream.of(size))
                .toArray();
        this.traits = starts.stream()
                .<Set<SubprogramTrait>>map(start -> EnumSet.noneOf(SubprogramTrait.class))
                .toList();
    }

    int count() {
        return traits.size();
    }

    int start(int number) {
        return starts[number];
    }

    int end(int number) {
        return starts[number + 1];
    }

    /** The function that a slot belongs to. */
    int containing(int slot) {
        int found = Arrays.binarySearch(starts, 0, count(), slot);
        return found >= 0 ? found : -found - 2;
    }

    boolean has(int number, SubprogramTrait trait) {
        return traits.get(number).contains(trait);
    }

    /** Notes something about the function that a slot belongs to. */
    void mark(int slot, SubprogramTrait trait) {
        traits.get(containing(slot)).add(trait);
    }

    List<Subprogram> toList() {
        return IntStream.range(0, count())
                .mapToObj(number -> new Subprogram(number, start(number), end(number), traits.get(number)))
                .toList();
    }
}
