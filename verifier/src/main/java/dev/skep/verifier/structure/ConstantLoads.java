package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.InstructionClass;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every slot has an opcode that exists, and what two-slot loads name is there. {@code resolve_pseudo_ldimm64()}. */
final class ConstantLoads {
    private static final int MAX_MAPS = 64;
    private static final int MAX_OFFSET = 1 << 29;
    private static final long PAGE_BYTES = 4096;
    private static final int MODE_MEMORY = 0x60;
    private static final int MODE_MEMORY_SIGN_EXTENDED = 0x80;

    private final Bytecode code;
    private final ConstantDirectory constants;
    private final MapAdmission admission;
    private final StructureLog log;
    private final List<LoadableMap> maps = new ArrayList<>();

    ConstantLoads(StructureInput input, StructureLog log) {
        this.code = input.code();
        this.constants = input.constants();
        this.admission = new MapAdmission(input, log);
        this.log = log;
    }

    /** The maps that the program uses, in the order in which it names them. */
    List<LoadableMap> check() {
        for (int slot = 0; slot < code.size(); slot++) {
            RawInstruction raw = code.raw(slot);
            if (raw.instructionClass() == InstructionClass.LDX && usesReservedFields(raw)) {
                throw log.rejected(Errno.EINVAL, "BPF_LDX uses reserved fields\n");
            }
            if (Slots.isWide(raw)) {
                checkWide(slot, raw);
                slot++;
            } else if (!raw.isKnownToKernel()) {
                throw log.rejected(Errno.EINVAL, String.format(Locale.ROOT, "unknown opcode %02x\n", raw.opcode()));
            }
        }
        return List.copyOf(maps);
    }

    private static boolean usesReservedFields(RawInstruction raw) {
        return raw.immediate() != 0 || (raw.mode() != MODE_MEMORY && raw.mode() != MODE_MEMORY_SIGN_EXTENDED);
    }

    private void checkWide(int slot, RawInstruction raw) {
        if (slot == code.size() - 1) {
            throw log.rejected(Errno.EINVAL, "invalid bpf_ld_imm64 insn\n");
        }
        RawInstruction tail = code.raw(slot + 1);
        if (tail.opcode() != 0 || tail.dst() != 0 || tail.src() != 0 || tail.offset() != 0) {
            throw log.rejected(Errno.EINVAL, "invalid bpf_ld_imm64 insn\n");
        }
        if (raw.src() == 0 || Slots.isFunctionAddress(raw)) {
            return;
        }
        for (PseudoSource kind : PseudoSource.values()) {
            if (kind.code() == raw.src()) {
                checkNamed(kind, raw.immediate(), tail.immediate());
                return;
            }
        }
        throw log.rejected(Errno.EINVAL, "unrecognized bpf_ld_imm64 insn\n");
    }

    private void checkNamed(PseudoSource kind, int immediate, int nextImmediate) {
        if (kind == PseudoSource.BTF_ID) {
            constants.admitKernelSymbol(immediate, nextImmediate, log);
            return;
        }
        boolean wholeMap = kind == PseudoSource.MAP_FD || kind == PseudoSource.MAP_IDX;
        if (wholeMap && nextImmediate != 0) {
            throw log.rejected(Errno.EINVAL, "unrecognized bpf_ld_imm64 insn\n");
        }
        LoadableMap map = constants.map(kind, immediate, log);
        use(map);
        if (!wholeMap) {
            checkValueOffset(map, nextImmediate);
        }
    }

    private void use(LoadableMap map) {
        if (maps.contains(map)) {
            return;
        }
        if (maps.size() >= MAX_MAPS) {
            throw log.rejected(
                    Errno.E2BIG, "The total number of maps per program has reached the limit of " + MAX_MAPS + "\n");
        }
        admission.admit(map);
        maps.add(map);
    }

    private void checkValueOffset(LoadableMap map, int offset) {
        String text = Integer.toUnsignedString(offset);
        if (Integer.compareUnsigned(offset, MAX_OFFSET) >= 0) {
            throw log.rejected(Errno.EINVAL, "direct value offset of " + text + " is not allowed\n");
        }
        Errno errno = switch (map.type()) {
            case ARRAY -> arrayError(map, offset);
            case ARENA -> arenaError(map, offset);
            default -> throw log.rejected(Errno.EINVAL, "no direct value access support for this map type\n");
        };
        if (errno != null) {
            throw log.rejected(
                    errno,
                    "invalid access to map value pointer, value_size=" + Integer.toUnsignedString(map.valueSize())
                            + " off=" + text + "\n");
        }
    }

    private static @Nullable Errno arrayError(LoadableMap map, int offset) {
        if (map.maxEntries() != 1) {
            return Errno.ENOTSUPP;
        }
        return Integer.compareUnsigned(offset, map.valueSize()) >= 0 ? Errno.EINVAL : null;
    }

    private static @Nullable Errno arenaError(LoadableMap map, int offset) {
        return Integer.toUnsignedLong(offset) > Integer.toUnsignedLong(map.maxEntries()) * PAGE_BYTES
                ? Errno.ERANGE
                : null;
    }
}
