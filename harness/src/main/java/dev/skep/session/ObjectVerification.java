package dev.skep.session;

import dev.skep.btf.Btf;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.LinkedObject;
import dev.skep.link.Linker;
import dev.skep.object.MapDefinition;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;

/** An object whose maps are in a kernel of its own, so that its programs can be judged; none of them is loaded. */
public final class ObjectVerification {
    private final LinkedObject linked;
    private final VerifierOptions options;

    /**
     * A program that was judged.
     *
     * @param image what was judged
     * @param durationNs time on the wall clock that it took
     */
    public record Judged(ProgramSpec program, ProgramImage image, Verdict verdict, long durationNs) {}

    private ObjectVerification(LinkedObject linked, VerifierOptions options) {
        this.linked = linked;
        this.options = options;
    }

    /**
     * Creates the object's maps. Those whose size its user space would set have one element, as veristat has it.
     *
     * @param level how much the logs say
     * @param summary what stands at their ends
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static ObjectVerification of(
            ObjectSpec spec, KernelConfig config, LogLevel level, VerifierOptions.Summary summary) {
        return new ObjectVerification(
                Linker.link(
                        spec.withMaps(spec.maps().stream()
                                .map(ObjectVerification::sized)
                                .toList()),
                        new Kernel(config)),
                VerifierOptions.onMachine(config).withLevel(level).withSummary(summary));
    }

    private static MapDefinition sized(MapDefinition map) {
        return map.spec().maxEntries() == 0 && hasSize(map.spec().type())
                ? map.withSpec(map.spec().withMaxEntries(1))
                : map;
    }

    private static boolean hasSize(MapType type) {
        return switch (type) {
            case SK_STORAGE,
                    TASK_STORAGE,
                    INODE_STORAGE,
                    CGRP_STORAGE,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE,
                    STRUCT_OPS -> false;
            default -> true;
        };
    }

    /** Types of the kernel that the programs are judged for. */
    public Btf kernelTypes() {
        return linked.kernel().btf();
    }

    /**
     * Judges a program.
     *
     * @throws dev.skep.link.RelocationException if it refers to what is not there, or has no type
     */
    public Judged judge(ProgramSpec program) {
        ProgramImage image = linked.image(program.name());
        long startNs = System.nanoTime();
        Verdict verdict = Verifier.verify(image, options);
        return new Judged(program, image, verdict, System.nanoTime() - startNs);
    }

    /**
     * Judges a program that replaces a function of another.
     *
     * @param target an accepted program that has the function
     * @throws dev.skep.link.RelocationException if it refers to what is not there
     */
    public Judged judgeExtension(ProgramSpec program, ProgramImage target) {
        ProgramImage image = linked.extension(program.name());
        long startNs = System.nanoTime();
        Verdict verdict = Verifier.verifyExtension(image, target, options);
        return new Judged(program, image, verdict, System.nanoTime() - startNs);
    }
}
