package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.debug.LineTable;
import dev.skep.helper.HelperTable;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Disassembler;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Facts;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The code of a loaded program: what is known of its flow, and the call targets of its functions, each made when it is
 * called for the first time.
 */
final class Code {
    private static final String LANGUAGE_OF_SOURCES = "bpf";
    /** A tag on the program's own function says so. */
    private static final String EXCEPTION_CALLBACK = "exception_callback:";

    private static final Disassembler.Names HELPER_NAMES = new Disassembler.Names() {
        @Override
        public String helper(int id) {
            return Objects.requireNonNullElse(HelperTable.standard().functionName(id), "unknown");
        }
    };

    private final Machine machine;
    private final TruffleLanguage<?> language;
    private final ProgramImage image;
    private final ContextLayout contextLayout;
    private final KernelFunctions kernelFunctions;
    private final CodeShape shape;
    private final NodeFactory nodes;
    private final long textAddress;
    private @Nullable LineTable lines;
    private final Probes probes;

    /** By the block at which they begin. */
    private final @Nullable CallTarget[] functions;

    /** By number; of functions that were cut. */
    private final @Nullable CallTarget[] regions;

    /**
     * @param original as it was loaded
     * @param facts what the verifier learned about the image
     * @throws dev.skep.helper.NotBuiltException when the program calls a helper or kfunc that this machine does not
     *     have yet
     * @throws dev.skep.kernel.KernelException when it names a map, a function or a variable that there is not
     */
    Code(Machine machine, ProgramImage original, CodeShape shape, Facts facts, Observation observation) {
        this.machine = machine;
        this.language = machine.language();
        this.shape = shape;
        this.image = original.withCode(shape.code());
        this.contextLayout = ContextLayout.of(image.type(), image.attachType());
        this.kernelFunctions =
                new KernelFunctions(image, machine.kernel().config().types());
        this.probes = Probes.of(observation, image);
        this.textAddress = machine.text().place(this);
        PseudoConstants constants = new PseudoConstants(image, this, machine.kernel());
        constants.check();
        this.nodes = new NodeFactory(this, machine.memory(), constants, kernelFunctions, facts);
        this.functions = new @Nullable CallTarget[shape.graph().blocks()];
        this.regions = new @Nullable CallTarget[shape.plan().regions()];
    }

    TruffleLanguage<?> language() {
        return language;
    }

    @SuppressWarnings("unchecked")
    Class<? extends TruffleLanguage<?>> languageClass() {
        return (Class<? extends TruffleLanguage<?>>) language.getClass();
    }

    KernelFunctions kernelFunctions() {
        return kernelFunctions;
    }

    ContextLayout contextLayout() {
        return contextLayout;
    }

    String name() {
        return image.name();
    }

    long instructionBudget() {
        return machine.kernel().config().instructionBudget();
    }

    Bytecode bytecode() {
        return image.code();
    }

    /** The number by which other programs and helpers know the function that begins at this slot. */
    long address(int slot) {
        return Text.address(textAddress, slot);
    }

    /** The arena that the program's pointers into one mean; {@code null} when it has none. */
    @Nullable
    Arena arena() {
        for (BpfMap map : image.maps()) {
            if (map instanceof Arena arena) {
                return arena;
            }
        }
        return null;
    }

    /** What stands for the program's types in calls of kernel functions. */
    long types() {
        return machine.kernel().objects().program(image.btf());
    }

    /** The function that runs when the program throws an exception; {@code null} when it has none. */
    @Nullable
    CallTarget exceptionCallback() {
        String name = exceptionCallbackName();
        for (FunctionRecord function : image.functions()) {
            if (image.btf().name(function.typeId()).equals(name)) {
                return function(function.slot());
            }
        }
        return null;
    }

    private @Nullable String exceptionCallbackName() {
        Btf btf = image.btf();
        int program =
                image.functions().isEmpty() ? 0 : image.functions().getFirst().typeId();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.type(id) instanceof BtfType.DeclTag tag
                    && tag.target() == program
                    && tag.name().startsWith(EXCEPTION_CALLBACK)) {
                return tag.name().substring(EXCEPTION_CALLBACK.length());
            }
        }
        return null;
    }

    /** Whether a call may go to this slot. */
    boolean beginsFunction(int slot) {
        return shape.graph().isFunctionStartSlot(slot);
    }

    /** The function that begins at this slot. It is called with an {@link Activation} and {@link Arguments}. */
    @TruffleBoundary
    CallTarget function(int slot) {
        int block = shape.graph().blockAt(slot);
        CallTarget function = functions[block];
        if (function == null) {
            function = makeFunction(block).getCallTarget();
            functions[block] = function;
        }
        return function;
    }

    private CodeRoot makeFunction(int block) {
        Prologue prologue = new Prologue(block == 0, shape.costs().credit(block));
        int region = shape.plan().regionOf(block);
        if (shape.plan().isClosed(region) && shape.plan().firstBlock(region) == block) {
            return new FunctionRoot(
                    part(region, functionName(block)), builder(region).function(), prologue);
        }
        return new CutFunctionRoot(part(region, functionName(block)), prologue, block);
    }

    private RegionBuilder builder(int region) {
        return new RegionBuilder(shape, nodes, region, probes);
    }

    private Part part(int region, String name) {
        int start = shape.graph().start(shape.plan().firstBlock(region));
        int end = start;
        for (int block = shape.plan().firstBlock(region); block < shape.plan().endBlock(region); block++) {
            start = Math.min(start, shape.graph().start(block));
            end = Math.max(end, shape.graph().end(block));
        }
        return new Part(this, name, start, end);
    }

    /** The region that the block is in. It is called with an {@link Activation} that holds the registers. */
    @TruffleBoundary
    CallTarget regionOf(int block) {
        int region = shape.plan().regionOf(block);
        CallTarget target = regions[region];
        if (target == null) {
            Part part = part(region, functionName(shape.plan().firstBlock(region)) + "#" + region);
            target = new RegionRoot(part, builder(region).part()).getCallTarget();
            regions[region] = target;
        }
        return target;
    }

    /** Those made so far, in the order of what they stand for. */
    List<CallTarget> callTargets() {
        return Stream.concat(Arrays.stream(functions), Arrays.stream(regions))
                .<CallTarget>mapMulti((target, sink) -> {
                    if (target != null) {
                        sink.accept(target);
                    }
                })
                .toList();
    }

    /**
     * The name of the function that begins with this block; of a part of one, or where there are no names, with its
     * slot.
     */
    String functionName(int block) {
        int slot = shape.graph().start(block);
        for (FunctionRecord function : image.functions()) {
            if (function.slot() == slot && image.btf().type(function.typeId()) instanceof BtfType.Func named) {
                return named.name();
            }
        }
        return slot == 0 ? name() : name() + "+" + slot;
    }

    String disassemble(int slot) {
        return new Disassembler(HELPER_NAMES).text(bytecode(), slot);
    }

    /** File, line and text of the source that this slot was made from, where the program says so. */
    @Nullable
    String sourceLine(int slot) {
        LineRecord line = lines().at(slot);
        return line == null
                ? null
                : line.file() + ":" + line.line() + ":" + line.column() + ": "
                        + line.text().strip();
    }

    /** Which way the program went last; {@code null} when nobody keeps it. */
    @Nullable
    Trail trail() {
        return probes.trail();
    }

    /** The slot behind the block that begins at this one. */
    int blockEnd(int slot) {
        return shape.graph().end(shape.graph().blockOf(slot));
    }

    LineTable lines() {
        LineTable made = lines;
        if (made == null) {
            made = new LineTable(LANGUAGE_OF_SOURCES, image.lines());
            lines = made;
        }
        return made;
    }

    /** The registers that the program may still read before it executes this slot. */
    int liveAt(int slot) {
        return shape.liveness().liveAt(shape.graph().blockOf(slot), slot);
    }
}
