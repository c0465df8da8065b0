package dev.skep.speed;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.nodes.LoadedProgram;
import dev.skep.object.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The program in a simulated kernel of its own. It has a thread of its own as well, since an engine belongs to the
 * thread that opened it: so one that compiles and one that does not can take turns in one JVM.
 */
public final class SimulatedContender implements Contender {
    private final Way way;
    private final ExecutorService thread;
    private final Runs runs;

    private SimulatedContender(Way way, ExecutorService thread, Runs runs) {
        this.way = way;
        this.thread = thread;
        this.runs = runs;
    }

    /**
     * Loads the program and runs it once on each frame.
     *
     * @param way interpreted or compiled; compiled only in a JVM whose mode is that
     * @throws dev.skep.link.RelocationException if the object cannot be brought into the kernel
     * @throws dev.skep.helper.NotBuiltException if the program needs what does not exist here yet
     * @throws dev.skep.debug.ProgramFault if the program does what the machine does not let it do
     * @throws RejectedProgramException if the verifier rejects it
     */
    public static SimulatedContender open(
            Way way, ObjectSpec spec, String program, KernelConfig config, int cpu, List<byte[]> frames) {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("skep-" + way.text()).daemon(true).factory());
        try {
            Runs runs = on(thread, () -> Runs.open(way, spec, program, config, cpu, frames));
            return new SimulatedContender(way, thread, runs);
        } catch (RuntimeException | Error e) {
            thread.shutdown();
            throw e;
        }
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public List<Long> firstResults() {
        return runs.firstResults;
    }

    @Override
    public long timeNs(int times) {
        return on(thread, () -> runs.timeNs(times));
    }

    @Override
    public void close() {
        on(thread, () -> {
            runs.engine.close();
            return true;
        });
        thread.shutdown();
    }

    private static <T> T on(ExecutorService thread, Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program ran", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** What lives on the thread. */
    private record Runs(
            BpfEngine engine,
            LoadedProgram program,
            TestRun testRun,
            List<byte[]> frames,
            List<RingBuffer> rings,
            List<Long> firstResults) {

        static Runs open(Way way, ObjectSpec spec, String name, KernelConfig config, int cpu, List<byte[]> frames) {
            BpfEngine engine = BpfEngine.open(options(way));
            try {
                LoadedObject object = LoadedObject.inFreshKernel(engine, config, spec, Admission.VERIFIED);
                BpfProgram program = switch (object.load(name)) {
                    case Load.Loaded(BpfProgram loaded) -> loaded;
                    case Load.Refused refused -> throw new RejectedProgramException(spec.name(), refused);
                };
                TestRun testRun = TestRun.of(object.kernel(), program, cpu);
                List<RingBuffer> rings = new ArrayList<>();
                for (LinkedMap map : object.linked().maps()) {
                    if (map.map() instanceof RingBuffer ring) {
                        rings.add(ring);
                    }
                }
                Runs runs = new Runs(
                        engine,
                        (LoadedProgram) program.executable(),
                        testRun,
                        frames,
                        rings,
                        new ArrayList<>(frames.size()));
                runs.runFirst();
                return runs;
            } catch (RuntimeException | Error e) {
                engine.close();
                throw e;
            }
        }

        /** The compiler is waited for: on a busy machine nobody knows else when its work is done. */
        private static Map<String, String> options(Way way) {
            return way == Way.INTERPRETED
                    ? Map.of("engine.Compilation", "false")
                    : Map.of("engine.BackgroundCompilation", "false");
        }

        private void runFirst() {
            for (byte[] frame : frames) {
                firstResults.add(
                        testRun.begin(frame, 0, frame.length) == 0
                                ? program.run(testRun.invocation()) & 0xffff_ffffL
                                : REFUSED);
            }
        }

        long timeNs(int times) {
            long totalNs = 0;
            for (byte[] frame : frames) {
                if (testRun.begin(frame, 0, frame.length) != 0) {
                    continue;
                }
                rings.forEach(RingBuffer::consume);
                long start = ProcessorTime.nowNs();
                program.repeat(testRun.invocation(), times);
                totalNs += ProcessorTime.nowNs() - start;
            }
            return totalNs;
        }
    }
}
