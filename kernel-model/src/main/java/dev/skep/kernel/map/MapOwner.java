package dev.skep.kernel.map;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * What a program must be like to be in a map, or to use a map, that holds programs: like the first one that had to do
 * with it. Counterpart: {@code struct bpf_map_owner}, {@code bpf_prog_map_compatible}.
 */
final class MapOwner {
    private final MapType type;
    private @Nullable Traits owner;

    private record Traits(ProgramType type, boolean fragments, AttachType attachType, String attachTarget) {}

    MapOwner(MapType type) {
        this.type = type;
    }

    /** Whether the program is like the first; if it is the first, it is. */
    boolean admits(ProgramImage image) {
        Traits traits = new Traits(
                image.type(), image.has(ProgramImage.F_XDP_HAS_FRAGS), image.attachType(), image.attachTarget());
        Traits first = owner;
        if (first == null) {
            owner = traits;
            return true;
        }
        return first.type == traits.type
                && first.fragments == traits.fragments
                && (type != MapType.PROG_ARRAY || first.attachType == traits.attachType)
                && (!comparesTargets(traits.type) || first.attachTarget.equals(traits.attachTarget));
    }

    private static boolean comparesTargets(ProgramType type) {
        return switch (type) {
            case TRACING, LSM, EXT, STRUCT_OPS -> true;
            default -> false;
        };
    }
}
