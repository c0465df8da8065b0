package dev.skep.session;

import dev.skep.btf.BtfKind;
import dev.skep.debug.ProgramFault;
import dev.skep.helper.NotBuiltException;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.nodes.LoadedProgram;
import dev.skep.session.CaseSpec.CaseElement;
import dev.skep.session.CaseSpec.CaseMap;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Judges and runs cases, each in a kernel of its own. */
public final class CaseRun {
    private final LazyEngine engine;
    private final KernelConfig config;
    private final int cpu;
    private final Steps steps;

    /** What is done with a case. */
    public enum Steps {
        VERIFY_AND_RUN,
        VERIFY,
        RUN;

        boolean verify() {
            return this != RUN;
        }
    }

    public CaseRun(LazyEngine engine, KernelConfig config, int cpu, Steps steps) {
        this.engine = engine;
        this.config = config;
        this.cpu = cpu;
        this.steps = steps;
    }

    /** Judges and runs one case. Whatever goes wrong with the program is part of the result. */
    public CaseResult run(CaseSpec spec) {
        try {
            if (spec.wishes().outputs().contains(CaseSpec.Output.XLATED)) {
                throw new NotBuiltException("xlated: programs are not rewritten here, so there is nothing to show");
            }
            Kernel kernel = new Kernel(config);
            List<BpfMap> maps = maps(kernel, spec);
            return withMaps(spec, maps, judgeAndRun(kernel, spec, image(spec, maps)));
        } catch (KernelException refused) {
            return CaseResult.failed(spec.id(), refused.errno().number(), String.valueOf(refused.getMessage()));
        } catch (NotBuiltException missing) {
            return CaseResult.failed(spec.id(), Errno.ENOSYS.number(), String.valueOf(missing.getMessage()));
        }
    }

    private static CaseResult withMaps(CaseSpec spec, List<BpfMap> maps, CaseResult result) {
        boolean wanted = spec.wishes().outputs().contains(CaseSpec.Output.MAPS);
        return wanted && result.retval() != null ? result.withMaps(MapImage.of(maps)) : result;
    }

    private CaseResult judgeAndRun(Kernel kernel, CaseSpec spec, ProgramImage image) {
        if (!steps.verify()) {
            return run(kernel, spec, () -> engine.get().loadUnverified(kernel, image));
        }
        Verdict verdict = Verifier.verify(image, options(spec));
        CaseResult result = switch (verdict) {
            case Verdict.Accepted accepted
            when steps == Steps.VERIFY_AND_RUN ->
                run(kernel, spec, () -> engine.get().load(kernel, accepted));
            case Verdict.Accepted _, Verdict.Rejected _ -> CaseResult.notRun(spec.id());
        };
        return result.judged(CaseJudgement.of(
                verdict,
                spec.wishes().outputs().contains(CaseSpec.Output.LOG)
                        ? CaseJudgement.Log.WHOLE
                        : CaseJudgement.Log.TAIL));
    }

    /** {@code log_level} has a bit for the path that failed, one for everything, and one for statistics. */
    private VerifierOptions options(CaseSpec spec) {
        int asked = spec.wishes().logLevel();
        LogLevel level =
                (asked & 2) != 0 ? LogLevel.EVERYTHING : (asked & 1) != 0 ? LogLevel.FAILING_PATH : LogLevel.STATISTICS;
        return VerifierOptions.onMachine(config)
                .withLevel(level)
                .withSummary((asked & 4) != 0 ? VerifierOptions.Summary.LONG : VerifierOptions.Summary.SHORT);
    }

    private CaseResult run(Kernel kernel, CaseSpec spec, Supplier<BpfProgram> load) {
        try {
            BpfProgram program = load.get();
            byte[] packet = spec.dataIn();
            if (packet != null && CaptureRun.takesPackets(spec.type())) {
                return onPacket(kernel, spec, program, packet);
            }
            byte[] context = spec.contextIn();
            if ((context != null || packet != null) && spec.memory() == null && takesMemory(spec.type())) {
                TestRunRequest request = TestRunRequest.of(packet == null ? new byte[0] : packet);
                return onContext(kernel, spec, program, context == null ? request : request.withContext(context));
            }
            boolean asked = spec.run() == CaseSpec.Run.ASKED_FOR
                    || spec.memory() != null
                    || (packet == null && steps == Steps.RUN);
            return asked ? onMemory(kernel, spec, program) : CaseResult.notRun(spec.id());
        } catch (KernelException refused) {
            return CaseResult.failed(spec.id(), refused.errno().number(), String.valueOf(refused.getMessage()));
        } catch (NotBuiltException missing) {
            return CaseResult.failed(spec.id(), Errno.ENOSYS.number(), String.valueOf(missing.getMessage()));
        } catch (ProgramFault fault) {
            return CaseResult.failed(spec.id(), Errno.EFAULT.number(), String.valueOf(fault.getMessage()));
        }
    }

    /** Whether the context of programs of this type is memory that a test run fills. */
    private static boolean takesMemory(ProgramType type) {
        return switch (type) {
            case SYSCALL, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> true;
            default -> false;
        };
    }

    private CaseResult onContext(Kernel kernel, CaseSpec spec, BpfProgram program, TestRunRequest request) {
        TestRunResult result = TestRun.of(kernel, program, cpu)
                .run(request.withContextOutLimit(0).withDataOutLimit(0));
        Errno errno = result.errno();
        return errno == null
                ? CaseResult.returned(spec.id(), result.retval(), null, null)
                : CaseResult.failed(spec.id(), errno.number(), "BPF_PROG_TEST_RUN: " + errno);
    }

    private CaseResult onPacket(Kernel kernel, CaseSpec spec, BpfProgram program, byte[] packet) {
        TestRunRequest request =
                TestRunRequest.of(packet).withRepeat(spec.wishes().repeat());
        byte[] context = spec.contextIn();
        TestRunResult result =
                TestRun.of(kernel, program, cpu).run(context == null ? request : request.withContext(context));
        Errno errno = result.errno();
        return errno == null
                ? CaseResult.returned(
                        spec.id(), result.retval(), result.data(), context == null ? null : result.context())
                : CaseResult.failed(spec.id(), errno.number(), "BPF_PROG_TEST_RUN: " + errno);
    }

    /** r1 points to the memory of the case, r2 is its size. */
    private CaseResult onMemory(Kernel kernel, CaseSpec spec, BpfProgram program) {
        byte[] memory = spec.memory() == null ? new byte[0] : spec.memory();
        long address = 0;
        if (memory.length > 0) {
            address = kernel.memory().allocate(memory.length, 8, "memory of the case");
            kernel.memory().write(address, memory);
        }
        Invocation invocation = new Invocation(kernel).on(cpu, program, null).withContextAt(address);
        long result = ((LoadedProgram) program.executable()).run(invocation, address, memory.length);
        return CaseResult.returned(spec.id(), result, null, null);
    }

    private List<BpfMap> maps(Kernel kernel, CaseSpec spec) {
        List<BpfMap> maps = new ArrayList<>();
        for (CaseMap caseMap : spec.maps()) {
            BpfMap map = kernel.maps().create(caseMap.spec());
            maps.add(map);
            for (CaseElement element : caseMap.init()) {
                byte[] value = switch (element) {
                    case CaseElement.Value given -> given.value();
                    case CaseElement.Program given -> descriptor(kernel, map, given);
                };
                map.syscall().update(element.key(), value, UpdateFlags.ANY);
            }
            if (caseMap.frozen() == CaseSpec.Frozen.YES) {
                map.syscall().freeze();
            }
        }
        return maps;
    }

    /** Loads the program of a slot; the only map that its instructions may mean is the one that it goes into. */
    private byte[] descriptor(Kernel kernel, BpfMap map, CaseElement.Program given) {
        ProgramImage image = ProgramImage.raw("slot", given.type(), given.code(), List.of(map));
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(engine.get().loadUnverified(kernel, image).id())
                .array();
    }

    private ProgramImage image(CaseSpec spec, List<BpfMap> maps) {
        return new ProgramImage(
                "case",
                "",
                spec.type(),
                spec.attachType(),
                withKfuncs(spec, config.types()),
                maps,
                spec.btf(),
                spec.functions(),
                spec.lines(),
                spec.license(),
                spec.flags(),
                spec.attachTarget());
    }

    private static Bytecode withKfuncs(CaseSpec spec, KernelTypes types) {
        Bytecode code = spec.code();
        for (CaseSpec.CaseKfunc kfunc : spec.kfuncs()) {
            OptionalInt id = types.btf().find(kfunc.name(), BtfKind.FUNC);
            boolean inside = kfunc.slot() >= 0 && kfunc.slot() < code.size();
            if (id.isPresent() && inside && code.at(kfunc.slot()) instanceof Instruction.CallKfunc call) {
                code = code.with(kfunc.slot(), new Instruction.CallKfunc(id.getAsInt(), call.descriptorIndex()));
            }
        }
        return code;
    }
}
