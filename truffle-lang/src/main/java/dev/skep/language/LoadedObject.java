package dev.skep.language;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.LinkedObject;
import dev.skep.link.LinkedObject.ProgramSlot;
import dev.skep.nodes.Observation;
import dev.skep.object.ObjectSpec;
import dev.skep.verifier.Facts;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An object in a kernel of its own: its maps, and those of its programs that were asked for and admitted. */
public final class LoadedObject {
    private final BpfEngine engine;
    private final Kernel kernel;
    private final LinkedObject linked;
    private final Admission admission;
    private final Map<String, Load> programs = new LinkedHashMap<>();
    /** Slots of program arrays that hold what the object says, until somebody puts something else there. */
    private final Set<ProgramSlot> filled = new HashSet<>();

    private Observation observation;

    private LoadedObject(BpfEngine engine, Kernel kernel, LinkedObject linked, Admission admission) {
        this.engine = engine;
        this.kernel = kernel;
        this.linked = linked;
        this.admission = admission;
        this.observation = engine.observation();
    }

    /**
     * Starts a kernel and creates the object's maps in it.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static LoadedObject inFreshKernel(
            BpfEngine engine, KernelConfig config, ObjectSpec spec, Admission admission) {
        return in(engine, new Kernel(config), spec, admission);
    }

    /**
     * Creates the object's maps in a kernel that others may use as well.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static LoadedObject in(BpfEngine engine, Kernel kernel, ObjectSpec spec, Admission admission) {
        return new LoadedObject(engine, kernel, engine.links().link(spec, kernel), admission);
    }

    public Kernel kernel() {
        return kernel;
    }

    public LinkedObject linked() {
        return linked;
    }

    /** Says what is kept of what those of its programs execute that are loaded from now on. */
    public void observe(Observation value) {
        observation = value;
    }

    /**
     * Loads a program, and with it those that the object puts into its program arrays, which it may call.
     *
     * @throws dev.skep.link.RelocationException if a program refers to what is not there, or has no type
     * @throws dev.skep.helper.NotBuiltException if a program needs what does not exist here yet, to be verified or to
     *     run
     */
    public Load load(String name) {
        Load load = loadOnce(name);
        for (ProgramSlot slot : linked.programSlots()) {
            if (filled.contains(slot)) {
                continue;
            }
            switch (loadOnce(slot.program())) {
                case Load.Loaded(BpfProgram callee) -> {
                    slot.map().syscall().update(little(slot.key()), little(callee.id()), UpdateFlags.ANY);
                    filled.add(slot);
                }
                case Load.Refused refused -> {
                    return load instanceof Load.Refused ? load : refused;
                }
            }
        }
        return load;
    }

    private Load loadOnce(String name) {
        Load before = programs.get(name);
        if (before != null) {
            return before;
        }
        ProgramImage image = linked.image(name);
        Load load = switch (admission) {
            case UNVERIFIED -> new Load.Loaded(engine.load(kernel, image, Facts.NONE, observation));
            case VERIFIED -> verified(image);
        };
        programs.put(name, load);
        return load;
    }

    private Load verified(ProgramImage image) {
        return switch (engine.verdicts().verify(image, VerifierOptions.onMachine(kernel.config()))) {
            case Verdict.Accepted accepted ->
                new Load.Loaded(engine.load(kernel, accepted.program(), accepted.facts(), observation));
            case Verdict.Rejected rejected -> new Load.Refused(image, explained(image, rejected));
        };
    }

    /** The log names the field or type that the kernel lacks, where that is why. */
    private Verdict.Rejected explained(ProgramImage image, Verdict.Rejected rejected) {
        return new Verdict.Rejected(
                rejected.errno(),
                linked.explained(image.name(), rejected.log()),
                rejected.instruction(),
                rejected.statistics());
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
