package dev.skep.kernel.program;

import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs that are loaded into a kernel, in the order of their ids. */
public final class ProgramTable {
    /** {@code BPF_OBJ_NAME_LEN}, less the NUL. */
    private static final int NAME_BYTES = 15;

    /** {@code BPF_STDOUT} and {@code BPF_STDERR}. */
    private static final int STDOUT = 1;

    private static final int STDERR = 2;

    private final KernelStructs structs;
    private final List<BpfProgram> programs = new ArrayList<>();
    private final Map<BpfProgram, Long> addresses = new HashMap<>();
    private final Map<BpfProgram, List<ProgramStream>> streams = new HashMap<>();

    public ProgramTable(KernelStructs structs) {
        this.structs = structs;
    }

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

    /**
     * What a program writes to.
     *
     * @param number 1 for its standard output, 2 for its standard error
     * @return null if there is no stream of this number
     */
    public @Nullable ProgramStream stream(BpfProgram program, int number) {
        if (number != STDOUT && number != STDERR) {
            return null;
        }
        return streams.computeIfAbsent(program, _ -> List.of(new ProgramStream(), new ProgramStream()))
                .get(number - STDOUT);
    }

    /** Address of a program's {@code struct bpf_prog}, which is laid out when it is first asked for. */
    public long address(BpfProgram program) {
        return addresses.computeIfAbsent(program, this::image);
    }

    private long image(BpfProgram program) {
        byte[] name = program.name().getBytes(StandardCharsets.UTF_8);
        KernelStruct aux = structs.allocateAsKnown("bpf_prog_aux", 0, "bpf_prog_aux of " + program.name())
                .put("refcnt.counter", 1)
                .put("id", program.id())
                .put("used_map_cnt", program.image().maps().size())
                .put("name", Arrays.copyOf(name, Math.min(name.length, NAME_BYTES)));
        if (!program.image().attachTarget().isEmpty()) {
            aux.put("attach_func_name", structs.text(program.image().attachTarget(), "function of a program"));
        }
        KernelStruct made = structs.allocateAsKnown("bpf_prog", 0, "bpf_prog " + program.name())
                .put("type", program.type().id())
                .put("expected_attach_type", program.image().attachType().number())
                .put("len", program.image().code().size())
                .put("gpl_compatible", program.image().isGplCompatible() ? 1 : 0)
                .put("jited", 1)
                .put("aux", aux);
        aux.put("prog", made);
        return made.address();
    }
}
