package dev.skep.object;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which map stands where in the file, by the number of its place in {@link ObjectSpec#maps}. */
final class MapPlaces {
    private record Place(int section, long offset) {}

    private final Map<Place, Integer> descriptors = new HashMap<>();
    private final Map<Integer, Integer> data = new HashMap<>();

    void addDescriptor(int section, long offset, int map) {
        descriptors.putIfAbsent(new Place(section, offset), map);
    }

    void addData(int section, int map) {
        data.put(section, map);
    }

    /** The map whose definition stands here, null if none does. */
    @Nullable
    Integer descriptor(int section, long offset) {
        return descriptors.get(new Place(section, offset));
    }

    /** The map that the variables of a section are, null if it holds none. */
    @Nullable
    Integer data(int section) {
        return data.get(section);
    }
}
