package dev.skep.hostkernel;

/**
 * The commands of {@code bpf(2)} that a witness needs: {@code enum bpf_cmd} without those that attach, pin, link, or
 * reach for objects that belong to others.
 */
enum BpfCommand {
    MAP_CREATE(0),
    MAP_LOOKUP_ELEM(1),
    MAP_UPDATE_ELEM(2),
    MAP_DELETE_ELEM(3),
    MAP_GET_NEXT_KEY(4),
    PROG_LOAD(5),
    PROG_TEST_RUN(10),
    OBJ_GET_INFO_BY_FD(15),
    BTF_LOAD(18),
    MAP_LOOKUP_AND_DELETE_ELEM(21),
    MAP_FREEZE(22),
    MAP_LOOKUP_BATCH(24),
    MAP_LOOKUP_AND_DELETE_BATCH(25),
    MAP_UPDATE_BATCH(26),
    MAP_DELETE_BATCH(27);

    private final int number;

    BpfCommand(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
