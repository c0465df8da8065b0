package dev.skep.bench;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.nodes.LoadedProgram;
import dev.skep.speed.SampleFrame;

/** One of the programs in a kernel of its own, with the frame that it runs on. */
final class LoadedBenchProgram implements AutoCloseable {
    private final BpfEngine engine;
    private final LoadedObject object;
    private final LoadedProgram program;
    private final TestRun testRun;

    private LoadedBenchProgram(BpfEngine engine, LoadedObject object, LoadedProgram program, TestRun testRun) {
        this.engine = engine;
        this.object = object;
        this.program = program;
        this.testRun = testRun;
    }

    /**
     * Loads the program, runs it once, and looks whether it did what it should.
     *
     * @throws IllegalStateException when it returned something else
     */
    static LoadedBenchProgram of(BenchProgram source) {
        BpfEngine engine = BpfEngine.open();
        LoadedObject object =
                LoadedObject.inFreshKernel(engine, KernelConfig.reference(), source.read(), Admission.VERIFIED);
        BpfProgram program = switch (object.load(BenchProgram.PROGRAM)) {
            case Load.Loaded(BpfProgram loaded) -> loaded;
            case Load.Refused refused ->
                throw new IllegalStateException(source + ": "
                        + refused.verdict().errno() + "\n" + refused.verdict().log());
        };
        LoadedBenchProgram loaded = new LoadedBenchProgram(
                engine, object, (LoadedProgram) program.executable(), TestRun.of(object.kernel(), program, 0));
        byte[] frame = SampleFrame.bytes();
        if (loaded.testRun.begin(frame, 0, frame.length) != 0) {
            throw new IllegalStateException(source + ": the frame is refused");
        }
        int result = (int) loaded.program.run(loaded.testRun.invocation());
        if (result != source.expected(frame)) {
            throw new IllegalStateException(source + " returned " + result + ", expected " + source.expected(frame));
        }
        return loaded;
    }

    /** Runs it so many times on what the last run left of the frame; gives what the last one returned. */
    long repeat(int times) {
        return program.repeat(testRun.invocation(), times);
    }

    /** Takes out what is in its ring buffers, so that there is room again. */
    void drain() {
        object.linked().maps().forEach(map -> {
            if (map.map() instanceof RingBuffer ring) {
                ring.consume();
            }
        });
    }

    @Override
    public void close() {
        engine.close();
    }
}
