package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_PROG_ARRAY: the targets of tail calls. As a value user space writes and reads the id of a program.
 * Counterpart: {@code prog_array_map_ops}.
 */
public final class ProgArray extends DescriptorArray {
    private final MapOwner owner = new MapOwner(MapType.PROG_ARRAY);

    /** As long as the highest slot that was ever used asks for. */
    private @Nullable BpfProgram[] programs = new @Nullable BpfProgram[0];

    ProgArray(MapCreation creation) {
        ArrayRules.checkDescriptors(creation);
        super(creation);
    }

    /**
     * The program in a slot, or {@code null}: {@code index} is the lower half of {@code bpf_tail_call}'s third
     * argument.
     */
    public @Nullable BpfProgram program(int index) {
        return index >= 0 && index < programs.length ? programs[index] : null;
    }

    /** Whether this program may tail-call through this map: with the first such program the map takes sides. */
    @Override
    public boolean admits(ProgramImage image) {
        return owner.admits(image);
    }

    @Override
    int read(int index) {
        BpfProgram program = program(index);
        return program == null ? 0 : program.id();
    }

    @Override
    int put(int index, int descriptor) {
        BpfProgram program = kernel.programs().byId(descriptor);
        if (program == null) {
            return EBADF.result();
        }
        if (program.type() == ProgramType.EXT || !owner.admits(program.image())) {
            return EINVAL.result();
        }
        if (index >= programs.length) {
            programs = Arrays.copyOf(programs, (int) Math.min(maxEntries, Math.max(index + 1L, 2L * programs.length)));
        }
        programs[index] = program;
        return 0;
    }

    @Override
    boolean clear(int index) {
        if (program(index) == null) {
            return false;
        }
        programs[index] = null;
        return true;
    }
}
