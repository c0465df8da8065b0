package dev.skep.hostkernel;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/** One {@code BPF_PROG_LOAD}: what positions mean becomes descriptors, and the buffer grows until the log fits. */
final class ProgramLoad {
    private static final int SIZE = 152;
    private static final int FIRST_LOG_BYTES = 64 << 10;
    private static final int KERNEL_VERSION = 0x061200;

    private final HostKernel kernel;
    private final ProgramImage program;
    private final List<HostMap> maps;
    private final HostLoadOptions options;

    ProgramLoad(HostKernel kernel, ProgramImage program, List<HostMap> maps, HostLoadOptions options) {
        this.kernel = kernel;
        this.program = program;
        this.maps = maps;
        this.options = options;
    }

    HostVerdict run() {
        boolean hasTypes = program.btf().typeCount() > 1;
        LineRecords lines = new LineRecords(AdmissibleTypes.of(program.btf()), program.lines());
        try (Attributes attributes = new Attributes(SIZE);
                Types types = hasTypes ? new Types(kernel.load(lines.btf())) : new Types(null)) {
            describe(attributes);
            HostTypes loaded = types.loaded();
            if (loaded != null) {
                describe(attributes, loaded, lines);
            }
            return load(attributes);
        }
    }

    private void describe(Attributes attributes) {
        byte[] code = code();
        attributes.putBytes(8, code);
        attributes
                .put32(0, program.type().id())
                .put32(4, code.length / 8)
                .putText(16, program.license())
                .put32(40, KERNEL_VERSION)
                .put32(44, program.flags())
                .putName(48, program.name())
                .put32(68, program.attachType().number())
                .put32(108, attachTypeId());
        if (!options.moduleTypes().isEmpty()) {
            // Index 0 is the kernel itself.
            ByteBuffer descriptors =
                    records(4 * (options.moduleTypes().size() + 1)).putInt(0);
            options.moduleTypes().forEach(module -> descriptors.putInt(module.descriptor()));
            attributes.putBytes(120, descriptors.array());
        }
    }

    private void describe(Attributes attributes, HostTypes types, LineRecords lines) {
        ByteBuffer functions = records(program.functions().size() * 8);
        for (FunctionRecord function : program.functions()) {
            functions.putInt(function.slot()).putInt(function.typeId());
        }
        attributes.put32(72, types.descriptor());
        if (!program.functions().isEmpty()) {
            attributes.put32(76, 8).put32(88, program.functions().size()).putBytes(80, functions.array());
        }
        if (!program.lines().isEmpty()) {
            attributes
                    .put32(92, LineRecords.BYTES)
                    .put32(104, program.lines().size())
                    .putBytes(96, lines.records());
        }
    }

    /** The types of the program while it is loaded; afterwards the kernel holds them for itself. */
    private record Types(@org.jspecify.annotations.Nullable HostTypes loaded) implements AutoCloseable {
        @Override
        public void close() {
            if (loaded != null) {
                loaded.close();
            }
        }
    }

    private HostVerdict load(Attributes attributes) {
        int size = options.logLevel() == 0 ? 0 : FIRST_LOG_BYTES;
        while (true) {
            MemorySegment log = attributes.buffer(size);
            attributes.put32(24, options.logLevel()).put32(28, size).putPointer(32, log);
            int result = kernel.call(BpfCommand.PROG_LOAD, attributes);
            int needed = attributes.get32(140);
            boolean cut = Integer.compareUnsigned(needed, size) > 0;
            if (cut && size < options.logLimit()) {
                if (result >= 0) {
                    new HostProgram(kernel, result).close();
                }
                size = Math.clamp((long) needed + 1, size, options.logLimit());
                continue;
            }
            String text = Attributes.text(log);
            boolean onlyTheLog = result == Errno.ENOSPC.result() && cut;
            if (result < 0 && !onlyTheLog) {
                return new HostVerdict.Rejected(Objects.requireNonNullElse(Errno.of(result), Errno.EIO), text);
            }
            return result < 0
                    ? reloadWithoutLog(attributes, text)
                    : new HostVerdict.Accepted(kernel.opened(new HostProgram(kernel, result)), text);
        }
    }

    /** The log did not fit, which the kernel takes for a failure. */
    private HostVerdict reloadWithoutLog(Attributes attributes, String log) {
        attributes.put32(24, 0).put32(28, 0).put64(32, 0);
        int result = kernel.call(BpfCommand.PROG_LOAD, attributes);
        return result < 0
                ? new HostVerdict.Rejected(Objects.requireNonNullElse(Errno.of(result), Errno.EIO), log)
                : new HostVerdict.Accepted(kernel.opened(new HostProgram(kernel, result)), log);
    }

    /**
     * The code with descriptors for positions, and with this kernel's numbers for the functions that it calls. Slots
     * are changed as they stand, so that what is no valid instruction reaches the kernel as well.
     */
    private byte[] code() {
        Bytecode code = program.code();
        ByteBuffer bytes = ByteBuffer.wrap(code.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int slot = 0; slot < code.size(); slot++) {
            RawInstruction raw = code.raw(slot);
            if (raw.opcode() == RawInstruction.LD_IMM64) {
                if (namesMap(raw.src()) && raw.immediate() >= 0 && raw.immediate() < maps.size()) {
                    bytes.putInt(slot * 8 + 4, maps.get(raw.immediate()).descriptor());
                }
                slot++;
            } else if (code.at(slot) instanceof CallKfunc call && call.descriptorIndex() == 0) {
                bytes.putInt(slot * 8 + 4, kfuncId(call.btfId()));
            }
        }
        return bytes.array();
    }

    private static boolean namesMap(int source) {
        return source == PseudoSource.MAP_FD.code() || source == PseudoSource.MAP_VALUE.code();
    }

    /** Numbers of kernel functions are those of the reference kernel; here they are looked up by name. */
    private int kfuncId(int referenceId) {
        return KernelTypes.reference()
                .functionName(referenceId)
                .map(name -> kernel.types().find(name, BtfKind.FUNC).orElse(referenceId))
                .orElse(referenceId);
    }

    private int attachTypeId() {
        if (program.attachTarget().isEmpty()) {
            return 0;
        }
        Btf types = kernel.types();
        if (program.attachType() == AttachType.TRACE_RAW_TP) {
            return types.find("btf_trace_" + program.attachTarget(), BtfKind.TYPEDEF)
                    .orElse(0);
        }
        String prefix = program.type() == ProgramType.LSM
                ? "bpf_lsm_"
                : program.attachType() == AttachType.TRACE_ITER ? "bpf_iter_" : "";
        return types.find(prefix + program.attachTarget(), BtfKind.FUNC).orElse(0);
    }

    static ByteBuffer records(int sizeBytes) {
        return ByteBuffer.allocate(sizeBytes).order(ByteOrder.nativeOrder());
    }
}
