package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.explore.Conditions;
import dev.skep.verifier.explore.Conditions.Alignment;
import dev.skep.verifier.explore.Conditions.Checkpoints;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Subject;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.log.LogLevel;
import dev.skep.verifier.log.SourceLines;
import dev.skep.verifier.log.VerifierLog;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.structure.ProgramStructure;
import dev.skep.verifier.structure.StructureCheck;
import dev.skep.verifier.structure.StructureInput;
import dev.skep.verifier.structure.StructureRejection;
import dev.skep.verifier.structure.Subprogram;
import dev.skep.verifier.structure.SubprogramTrait;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The verification of one program, from what is loaded to the verdict. */
final class ProgramVerification {
    /** What is loaded. */
    private final ProgramImage loaded;
    /** The same, as a program of the type that it is judged as: of an extension, that of what it extends. */
    private final ProgramImage program;

    private final @Nullable ExtensionTarget target;
    private final List<MapView> maps;
    private final VerifierOptions options;
    private final VerifierLog log;
    private final SourceLines lines;
    private final AttachType attachType;
    private final Callables callables;
    private final long startNs;
    private @Nullable ProgramStructure structure;
    private @Nullable Verification verification;

    private ProgramVerification(
            ProgramImage loaded,
            @Nullable ExtensionTarget target,
            List<MapView> maps,
            VerifierOptions options,
            VerifierLog.Path path,
            long startNs) {
        this.loaded = loaded;
        this.target = target;
        this.program = target == null
                ? loaded
                : loaded.withType(target.program().type(), target.program().attachType());
        this.maps = maps;
        this.options = options;
        this.startNs = startNs;
        this.log = new VerifierLog(options.level(), path, options.logLimit());
        this.lines = new SourceLines(
                log,
                program.lines().stream()
                        .map(line -> new SourceLines.Line(line.slot(), line.file(), line.line(), line.text()))
                        .toList());
        this.attachType = program.type().effective(program.attachType());
        this.callables = new Callables(program, attachType, options.kernelTypes(), options.privilege());
    }

    /**
     * Walks the program, and when the log is to tell of the path that failed, walks it a second time if one did: most
     * programs are accepted, their log holds nothing of any path, and the words cost more than the walk.
     */
    static Verdict verify(
            ProgramImage program, @Nullable ExtensionTarget target, List<MapView> maps, VerifierOptions options) {
        long startNs = System.nanoTime();
        if (options.level() == LogLevel.FAILING_PATH) {
            Verdict verdict =
                    new ProgramVerification(program, target, maps, options, VerifierLog.Path.UNTOLD, startNs).run();
            if (verdict instanceof Verdict.Accepted) {
                return verdict;
            }
        }
        return new ProgramVerification(program, target, maps, options, VerifierLog.Path.TOLD, startNs).run();
    }

    /** A function of a program, to be replaced; what is known of it once the program is verified. */
    static ExtensionTarget target(ProgramImage program, String function, List<MapView> maps, VerifierOptions options) {
        ProgramVerification own =
                new ProgramVerification(program, null, maps, options, VerifierLog.Path.UNTOLD, System.nanoTime());
        own.run();
        ProgramStructure structure = own.structure;
        Verification verification = own.verification;
        if (structure != null && verification != null) {
            for (Subprogram subprogram : structure.subprograms()) {
                Func declaration = ExtensionTarget.declaration(program, subprogram.number());
                if (declaration != null && declaration.name().equals(function)) {
                    SubprogramFacts facts = verification.subprograms[subprogram.number()];
                    return new ExtensionTarget(program, function, subprogram, facts.isUnreliable);
                }
            }
        }
        return new ExtensionTarget(program, function, null, true);
    }

    private Verdict run() {
        LogBridge bridge = new LogBridge(log, lines);
        Errno unheard = LoadAttributes.refused(loaded, options.privilege());
        if (unheard != null) {
            return new Verdict.Rejected(unheard, "", OptionalInt.empty(), new Statistics(0, 0, 0, 0, List.of()));
        }
        StructureCheck check = new StructureCheck(input(), bridge);
        Walk walk = null;
        Errno errno = null;
        OptionalInt instruction = OptionalInt.empty();
        try {
            ProgramStructure examined = check.run();
            structure = examined;
            if (target == null) {
                AttachTargets.check(
                        program, attachType, Objects.requireNonNullElseGet(kernelBtf(), Btf::empty), bridge);
            } else {
                target.check(loaded, examined.subprograms().getFirst(), bridge);
            }
            Verification exploring = verification(examined);
            verification = exploring;
            walk = new Walk(examined, exploring, callables, bridge);
            walk.run(program.type(), attachType);
            AttachTargets.checkAtEnd(program, attachType, bridge);
        } catch (StructureRejection rejection) {
            errno = rejection.errno();
        } catch (Rejection rejection) {
            errno = rejection.errno();
            instruction = walk == null ? instruction : OptionalInt.of(walk.instruction());
        }
        Statistics statistics = walk == null
                ? new Statistics(0, 0, 0, 0, Collections.nCopies(check.functionCount(), 0))
                : walk.statistics();
        new LogSummary(log, options.summary()).write(statistics, System.nanoTime() - startNs);
        return errno == null && walk != null
                ? new Verdict.Accepted(
                        program, log.toString(), statistics, FactsReader.read(program, maps, walk.facts()))
                : new Verdict.Rejected(errno == null ? Errno.EFAULT : errno, log.toString(), instruction, statistics);
    }

    private StructureInput input() {
        return StructureInput.of(loaded, options.privilege(), new LoadRules(maps, options.kernelTypes()), callables);
    }

    private Verification verification(ProgramStructure structure) {
        SubprogramFacts[] subprograms = structure.subprograms().stream()
                .map(subprogram -> facts(structure, subprogram))
                .toArray(SubprogramFacts[]::new);
        Verification verification =
                new Verification(subject(), new StructureFlow(structure), subprograms, conditions(), log, lines);
        for (int slot = 0; slot < program.code().size(); slot++) {
            verification.facts[slot].fastcall = structure.isFastcallSave(slot);
            verification.facts[slot].fastcallSpills = structure.fastcallSaves(slot);
        }
        return verification;
    }

    private Conditions conditions() {
        return new Conditions(
                options.privilege(),
                program.has(ProgramImage.F_STRICT_ALIGNMENT) && !program.has(ProgramImage.F_ANY_ALIGNMENT)
                        ? Alignment.STRICT
                        : Alignment.EFFICIENT,
                program.has(ProgramImage.F_TEST_STATE_FREQ) ? Checkpoints.ALWAYS : Checkpoints.USUAL);
    }

    private Subject subject() {
        return new Subject(
                program.type(),
                attachType,
                program.code(),
                maps,
                program.isGplCompatible(),
                program.has(ProgramImage.F_SLEEPABLE),
                program.btf(),
                options.kernelTypes(),
                program.functions().stream()
                        .map(function -> new Subject.Function(function.slot(), function.typeId()))
                        .toList(),
                List.of(),
                new ContextRules(program.type(), attachType, this::kernelType, tracedArguments(), options.privilege()),
                SocketRules.ALL,
                callables,
                callables.kfuncs(),
                result(),
                returns(),
                target == null ? Subject.Entry.PROGRAM : Subject.Entry.FUNCTION,
                options.cpus());
    }

    private @Nullable Btf kernelBtf() {
        KernelTypes types = options.kernelTypes();
        return types == null ? null : types.btf();
    }

    private @Nullable TracedFunction tracedFunction() {
        KernelTypes types = options.kernelTypes();
        return types == null ? null : TracedFunction.find(types, program);
    }

    private Subject.Result result() {
        TracedFunction function = tracedFunction();
        boolean mayReturnNothing = program.type() == ProgramType.STRUCT_OPS
                || (program.type() == ProgramType.LSM && attachType != AttachType.LSM_CGROUP);
        return mayReturnNothing && function != null && function.prototype().returnType() == 0
                ? Subject.Result.IGNORED
                : Subject.Result.CHECKED;
    }

    private ReturnRange returns() {
        TracedFunction hook = program.type() == ProgramType.LSM ? tracedFunction() : null;
        return hook == null ? program.type().returnRange(attachType) : LsmHooks.returns(hook, attachType);
    }

    private @Nullable TracedArguments tracedArguments() {
        TracedFunction function = tracedFunction();
        return function == null
                ? null
                : new TracedArguments(Objects.requireNonNull(kernelBtf()), function, program, attachType, log);
    }

    private StructType kernelType(String name) {
        return Verification.kernelType(kernelBtf(), name);
    }

    private SubprogramFacts facts(ProgramStructure structure, Subprogram subprogram) {
        int number = subprogram.number();
        Func declaration = ExtensionTarget.declaration(program, number);
        SubprogramFacts facts = new SubprogramFacts(
                number, subprogram.start(), subprogram.end(), declaration == null ? "" : declaration.name());
        facts.linkage = declaration == null ? Linkage.STATIC : declaration.linkage();
        facts.isGlobal = facts.linkage == Linkage.GLOBAL;
        facts.hasTailCall = subprogram.has(SubprogramTrait.TAIL_CALL);
        facts.changesPacket = subprogram.has(SubprogramTrait.CHANGES_PACKET);
        facts.mightSleep = subprogram.has(SubprogramTrait.MIGHT_SLEEP);
        facts.isExceptionCallback = subprogram.has(SubprogramTrait.EXCEPTION_CALLBACK);
        facts.fastcallStackOffset = structure.fastcallStackOffset(number);
        facts.keepFastcallStack = structure.keepsFastcallStack(number);
        return facts;
    }
}
