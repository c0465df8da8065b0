package dev.skep.kernel.program;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The programs that are loaded into a kernel, in the order of their ids. */
public final class ProgramTable {
    private final List<BpfProgram> programs = new ArrayList<>();

    /** Gives a program its id, from 1 on. */
    public BpfProgram add(ProgramImage image, Executable executable) {
        BpfProgram program = new BpfProgram(programs.size() + 1, image, executable);
        programs.add(program);
        return program;
    }

    public @Nullable BpfProgram byId(int id) {
        return id >= 1 && id <= programs.size() ? programs.get(id - 1) : null;
    }

    public List<BpfProgram> all() {
        return List.copyOf(programs);
    }
}
