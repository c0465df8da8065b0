package dev.skep.verifier.structure;

import dev.skep.btf.Btf;
import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Disassembler;
import dev.skep.isa.PseudoSource;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A program, put through the check, with the second level of the log. Immutable until it runs. */
final class Examination {
    /** A map of these properties, with one kind of member. */
    record TestMap(MapType type, int valueSize, int maxEntries, long userAddress, String member)
            implements LoadableMap {
        TestMap(MapType type, int valueSize, int maxEntries) {
            this(type, valueSize, maxEntries, 0, "");
        }

        @Override
        public boolean holds(String cName) {
            return member.equals(cName);
        }
    }

    private static final class Log implements StructureLog {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void say(String words) {
            text.append(words);
        }

        @Override
        public void detail(String words) {
            text.append(words);
        }

        @Override
        public void source(int slot, String prefix) {
            text.append(prefix).append("; source of ").append(slot).append('\n');
        }
    }

    private final Log log = new Log();
    private @Nullable ProgramStructure structure;
    private @Nullable Errno errno;

    private Examination() {}

    static Examination of(String assembly) {
        return of("socket_filter", Assembler.assemble(assembly), List.of());
    }

    static Examination of(String assembly, List<TestMap> maps) {
        return of("socket_filter", Assembler.assemble(assembly), maps);
    }

    static Examination of(String programType, Bytecode code, List<TestMap> maps) {
        ProgramType type = ProgramType.valueOf(programType.toUpperCase(Locale.ROOT));
        TestCalls calls = new TestCalls(programType);
        return of(new StructureInput(
                code,
                type,
                AttachType.NONE,
                false,
                true,
                Privilege.ALL,
                Btf.empty(),
                List.of(),
                List.of(),
                constants(maps),
                calls));
    }

    static Examination unprivileged(String assembly) {
        return of(new StructureInput(
                Assembler.assemble(assembly),
                ProgramType.SOCKET_FILTER,
                AttachType.NONE,
                false,
                true,
                Privilege.NONE,
                Btf.empty(),
                List.of(),
                List.of(),
                constants(List.of()),
                new TestCalls("socket_filter")));
    }

    static Examination withTypes(String assembly, Btf btf, List<FunctionRecord> functions, List<LineRecord> lines) {
        return of(new StructureInput(
                Assembler.assemble(assembly),
                ProgramType.SOCKET_FILTER,
                AttachType.NONE,
                false,
                true,
                Privilege.ALL,
                btf,
                functions,
                lines,
                constants(List.of()),
                new TestCalls("socket_filter")));
    }

    static Examination of(StructureInput input) {
        Examination result = new Examination();
        try {
            ProgramStructure structure = new StructureCheck(input, result.log).run();
            result.structure = structure;
            TestCalls calls = (TestCalls) input.calls();
            Disassembler disassembler = new Disassembler(calls.names());
            result.log.detail(structure.liveRegisterTable(slot -> disassembler.text(input.code(), slot)));
        } catch (StructureRejection rejection) {
            result.errno = rejection.errno();
        }
        return result;
    }

    /** Maps by their position; everything else is a descriptor of something that is no map. */
    static ConstantDirectory constants(List<? extends LoadableMap> maps) {
        return new ConstantDirectory() {
            @Override
            public LoadableMap map(PseudoSource kind, int immediate, StructureLog log) {
                if (kind == PseudoSource.MAP_IDX || kind == PseudoSource.MAP_IDX_VALUE) {
                    throw log.rejected(Errno.EPROTO, "fd_idx without fd_array is invalid\n");
                }
                if (immediate < 0 || immediate >= maps.size()) {
                    throw log.rejected(Errno.EINVAL, "fd " + immediate + " is not pointing to valid bpf_map\n");
                }
                return maps.get(immediate);
            }

            @Override
            public void admitKernelSymbol(int btfId, int moduleDescriptor, StructureLog log) {
                throw log.rejected(Errno.ENOENT, "ldimm64 insn specifies invalid btf_id " + btfId + ".\n");
            }
        };
    }

    /** What came out; the program must have been accepted. */
    ProgramStructure structure() {
        if (structure == null) {
            throw new AssertionError("rejected: " + log.text);
        }
        return structure;
    }

    /** 0 when it was accepted. */
    int errno() {
        return errno == null ? 0 : errno.number();
    }

    /** All that was said, without the last line end. */
    String log() {
        return log.text.toString().stripTrailing();
    }
}
