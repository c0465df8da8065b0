package dev.skep.session;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.nodes.LoadedProgram;
import dev.skep.object.ObjectSpec;
import dev.skep.packet.CaptureWriter;
import dev.skep.report.MapContents;
import dev.skep.report.ProgramReport;
import dev.skep.report.RejectionReport;
import dev.skep.report.RunReport;
import dev.skep.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays a capture through one program of an object, in a kernel of its own, with the semantics of
 * {@code BPF_PROG_TEST_RUN}.
 *
 * @param config the machine
 * @param cpu where the program runs
 * @param raw whether keys and values are reported as hex rather than by type
 * @param admission whether the program must be verified
 */
public record CaptureRun(KernelConfig config, int cpu, Raw raw, Admission admission) {
    /** Whether keys and values are reported as they lie in memory. */
    public enum Raw {
        YES,
        NO
    }

    /** Whether a capture can be played through programs of this type. */
    public static boolean takesPackets(@Nullable ProgramType type) {
        return type != null
                && switch (type) {
                    case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> true;
                    default -> false;
                };
    }

    /**
     * Runs the program, unless it is rejected.
     *
     * @param output where each frame goes as the program left it; null for nowhere
     * @throws dev.skep.link.RelocationException if the object cannot be brought into the kernel
     * @throws dev.skep.helper.NotBuiltException if the program needs what does not exist here yet
     * @throws dev.skep.debug.ProgramFault if the program does what the machine does not let it do
     */
    public ProgramReport play(
            BpfEngine engine, ObjectSpec spec, String name, FrameSource frames, @Nullable CaptureWriter output) {
        LoadedObject object = LoadedObject.inFreshKernel(engine, config, spec, admission);
        return switch (object.load(name)) {
            case Load.Loaded(BpfProgram program) -> play(engine, object, program, frames, output);
            case Load.Refused(ProgramImage rejected, Verdict.Rejected verdict) ->
                RejectionReport.of(spec.name(), name, typeName(spec, name), rejected, verdict);
        };
    }

    private static String typeName(ObjectSpec spec, String name) {
        return Objects.requireNonNull(spec.program(name).orElseThrow().type()).displayName();
    }

    private RunReport play(
            BpfEngine engine,
            LoadedObject object,
            BpfProgram program,
            FrameSource frames,
            @Nullable CaptureWriter output) {
        TestRun testRun = TestRun.of(object.kernel(), program, cpu);
        Playback playback = new Playback(object, testRun, frames, output);
        long started = System.nanoTime();
        ((LoadedProgram) program.executable()).replay(testRun.invocation(), playback);
        long durationNs = System.nanoTime() - started;
        return new RunReport(
                object.linked().spec().name(),
                program.name(),
                program.type().displayName(),
                engine.mode().name().toLowerCase(Locale.ROOT),
                admission == Admission.VERIFIED ? "verified" : "not verified",
                playback.events(),
                playback.returns(),
                playback.refused(),
                maps(object),
                playback.ringRecords(),
                playback.perfRecords(),
                playback.trace(),
                durationNs);
    }

    private List<MapContents> maps(LoadedObject object) {
        MapReader reader = new MapReader(object.kernel(), raw == Raw.YES ? MapReader.Form.RAW : MapReader.Form.TYPED);
        List<MapContents> maps = new ArrayList<>();
        for (LinkedMap map : object.linked().maps()) {
            maps.add(reader.read(map.name(), map.map()));
        }
        return maps;
    }
}
