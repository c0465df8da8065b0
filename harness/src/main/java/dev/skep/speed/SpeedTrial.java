package dev.skep.speed;

import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.language.Mode;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Times programs by all ways that there are here.
 *
 * @param config the simulated machine
 * @param cpu where programs run on it
 * @param race how to time
 * @param kernel whether the kernel of this machine takes part where it answers
 */
public record SpeedTrial(KernelConfig config, int cpu, Race race, HostKernelUse kernel) {
    /** Whether the kernel of this machine is asked. */
    public enum HostKernelUse {
        WHERE_IT_ANSWERS,
        NEVER
    }

    /**
     * Times one program.
     *
     * @param watcher is told how far it is
     * @throws dev.skep.link.RelocationException if the object cannot be brought into the kernel
     * @throws dev.skep.helper.NotBuiltException if the program needs what does not exist here yet
     * @throws dev.skep.debug.ProgramFault if the program does what the machine does not let it do
     * @throws RejectedProgramException if the verifier rejects it
     */
    public ProgramSpeed run(ObjectSpec spec, ProgramSpec program, List<byte[]> frames, Race.Watcher watcher) {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Way way : simulated()) {
                contenders.add(SimulatedContender.open(way, spec, program.name(), config, cpu, frames));
            }
            String kernelText = addKernel(contenders, spec, program.name(), frames);
            List<Long> results = contenders.getFirst().firstResults();
            boolean same =
                    contenders.stream().allMatch(each -> each.firstResults().equals(results));
            return new ProgramSpeed(
                    spec.name(),
                    program.name(),
                    Objects.requireNonNull(program.type(), "what is timed has a type")
                            .displayName(),
                    insns(spec, program),
                    contenders.getFirst().framesRun(),
                    simulated().getLast(),
                    race.run(contenders, watcher),
                    kernelText,
                    same ? ProgramSpeed.Agreement.SAME : ProgramSpeed.Agreement.DIFFERENT);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static List<Way> simulated() {
        return Mode.current() == Mode.COMPILED ? List.of(Way.INTERPRETED, Way.COMPILED) : List.of(Way.INTERPRETED);
    }

    private int insns(ObjectSpec spec, ProgramSpec program) {
        return Linker.link(spec, new Kernel(config))
                .image(program.name())
                .code()
                .size();
    }

    private String addKernel(List<Contender> contenders, ObjectSpec spec, String program, List<byte[]> frames) {
        if (kernel == HostKernelUse.NEVER) {
            return "not asked";
        }
        try {
            contenders.add(HostContender.open(spec, program, config, frames));
            return System.getProperty("os.version", "unknown");
        } catch (HostKernelMissingException missing) {
            return String.valueOf(missing.getMessage());
        } catch (KernelException refused) {
            return "it refuses " + refused.getMessage();
        }
    }
}
