package dev.skep.kernel.program;

/**
 * A program that was loaded into a kernel. Counterpart: {@code struct bpf_prog}.
 *
 * @param id what {@code BPF_OBJ_GET_INFO_BY_FD} calls its id; also what stands for its descriptor as a value in maps
 * @param image what it was loaded from
 * @param executable what runs it
 */
public record BpfProgram(int id, ProgramImage image, Executable executable) {
    public String name() {
        return image.name();
    }

    public ProgramType type() {
        return image.type();
    }

    /** Two programs are the same only when they are one: an image may be loaded twice. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
