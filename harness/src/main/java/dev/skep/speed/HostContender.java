package dev.skep.speed;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.hostkernel.HostObject;
import dev.skep.hostkernel.HostProgram;
import dev.skep.hostkernel.HostRing;
import dev.skep.hostkernel.HostTestRun;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import java.util.ArrayList;
import java.util.List;

/** The program in the kernel of this machine, through {@code BPF_PROG_TEST_RUN} with a repeat count. */
public final class HostContender implements Contender {
    private final HostKernel kernel;
    private final HostProgram program;
    private final List<HostRing> rings;
    private final List<byte[]> frames;
    private final List<Long> firstResults = new ArrayList<>();

    private HostContender(HostKernel kernel, HostProgram program, List<HostRing> rings, List<byte[]> frames) {
        this.kernel = kernel;
        this.program = program;
        this.rings = rings;
        this.frames = frames;
    }

    /**
     * Loads the program and runs it once on each frame.
     *
     * @throws HostKernelMissingException when no kernel answers
     * @throws dev.skep.kernel.KernelException when it refuses the maps or the program
     */
    public static HostContender open(ObjectSpec spec, String name, KernelConfig config, List<byte[]> frames)
            throws HostKernelMissingException {
        HostKernel kernel = HostKernel.open();
        try {
            HostObject object = HostObject.in(kernel, Linker.link(spec, new Kernel(config)));
            HostContender contender = new HostContender(kernel, object.load(name), object.rings(), frames);
            for (byte[] frame : frames) {
                HostTestRun run = contender.program.testRun(TestRunRequest.of(frame));
                contender.firstResults.add(
                        run.result().errno() == null ? run.result().retval() : REFUSED);
            }
            return contender;
        } catch (RuntimeException | Error e) {
            kernel.close();
            throw e;
        }
    }

    @Override
    public Way way() {
        return Way.KERNEL;
    }

    @Override
    public List<Long> firstResults() {
        return firstResults;
    }

    @Override
    public long timeNs(int times) {
        long totalNs = 0;
        for (int index = 0; index < frames.size(); index++) {
            if (firstResults.get(index) == REFUSED) {
                continue;
            }
            TestRunRequest request = TestRunRequest.of(frames.get(index)).withRepeat(times);
            rings.forEach(HostRing::take);
            long start = ProcessorTime.nowNs();
            program.testRun(request);
            totalNs += ProcessorTime.nowNs() - start;
        }
        return totalNs;
    }

    @Override
    public void close() {
        rings.forEach(HostRing::close);
        kernel.close();
    }
}
