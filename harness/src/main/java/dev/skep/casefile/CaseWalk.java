package dev.skep.casefile;

import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.layer.Octets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A case on its way through a kernel: what is set, what happens, what is seen. */
final class CaseWalk {
    private final TestCase test;
    private final ObjectSpec spec;
    private final CaseKernel kernel;
    private final Map<String, String> seen;
    private final List<Failure> failures = new ArrayList<>();

    /** @param seen where what can be compared with another kernel goes */
    CaseWalk(TestCase test, ObjectSpec spec, CaseKernel kernel, Map<String, String> seen) {
        this.test = test;
        this.spec = spec;
        this.kernel = kernel;
        this.seen = seen;
    }

    /**
     * Goes through all steps.
     *
     * @param program the case's; empty where all programs are attached
     * @return what is not as expected
     */
    List<Failure> walk(Optional<ProgramSpec> program) throws IOException {
        test.setup().forEach(this::set);
        if (program.isPresent()) {
            Loading loading = kernel.load(program.get().name());
            seen.put("verdict", verdict(loading));
            if (loading instanceof Loading.Rejected rejected) {
                String name = program.get().name();
                return Verdicts.judge(test, name, rejected, level -> kernel.log(name, level));
            }
        }
        String accepted = program.map(ProgramSpec::name).orElse(spec.name());
        failures.addAll(Verdicts.accepted(test, accepted, level -> kernel.log(accepted, level)));
        for (Step step : test.steps()) {
            step(step, program);
        }
        for (String map : kernel.mapNames()) {
            kernel.map(map).ifPresent(blueprint -> seen.put("map " + map, image(map, blueprint)));
        }
        return failures;
    }

    private static String verdict(Loading loading) {
        return switch (loading) {
            case Loading.Loaded() -> "accepted";
            case Loading.Rejected rejected -> "rejected with " + rejected.errno();
        };
    }

    /** What values mean that are descriptors differs from kernel to kernel. */
    private String image(String map, MapSpec blueprint) {
        return switch (blueprint.type()) {
            case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS, PERF_EVENT_ARRAY, CGROUP_ARRAY -> "";
            default -> new MapCheck(blueprint, kernel.elements(map), kernel).image();
        };
    }

    private void set(MapSetting setting) {
        MapSpec blueprint = StepCheck.spec(kernel, setting.map());
        if (setting.isOfVariables()) {
            return; // The object was linked with them.
        }
        byte[] key = setting.key().isPresent()
                ? MapCheck.keysOf(blueprint).bytes(setting.key().get())
                : new byte[0];
        if (key.length != blueprint.keySize()) {
            throw setting.value().place().wrong("no 'key', expected one of " + blueprint.keySize() + " bytes");
        }
        byte[] value = MapCheck.valuesOf(blueprint).bytes(setting.value());
        kernel.update(setting.map().value(), Octets.of(key), Octets.of(onAllCpus(blueprint, value)));
    }

    /** A per-CPU map gets the value on every CPU. */
    private byte[] onAllCpus(MapSpec blueprint, byte[] value) {
        if (!MapCheck.isPerCpu(blueprint)) {
            return value;
        }
        int stride = (value.length + 7) / 8 * 8;
        byte[] all = new byte[stride * kernel.cpus()];
        for (int cpu = 0; cpu < kernel.cpus(); cpu++) {
            System.arraycopy(value, 0, all, cpu * stride, value.length);
        }
        return all;
    }

    private void step(Step step, Optional<ProgramSpec> ofCase) throws IOException {
        for (MapSetting setting : step.settings()) {
            if (setting.isOfVariables()) {
                throw setting.map().place().wrong("variables in a step, expected them in 'maps' of the case");
            }
            set(setting);
        }
        if (step.advanceNs() > 0) {
            kernel.advance(step.advanceNs());
        }
        Optional<ProgramSpec> program = step.program().isPresent()
                ? Optional.of(CaseRunner.program(spec, step.program(), step.place()))
                : ofCase;
        if (step.program().isPresent() && kernel.load(program.get().name()) instanceof Loading.Rejected rejected) {
            failures.addAll(Verdicts.judge(test, program.get().name(), rejected));
            return;
        }
        List<Octets> framesIn = framesIn(step.input());
        Outcome outcome = outcome(step, program, framesIn);
        String label = step.number() == 0 ? "" : "step " + step.number() + ": ";
        remember(label, outcome);
        failures.addAll(
                new StepCheck(kernel, program.orElse(null), spec.btf(), outcome, framesIn).check(step.expectations()));
    }

    private static List<Octets> framesIn(Input input) throws IOException {
        return switch (input) {
            case Input.Nothing _, Input.Events _ -> List.of();
            case Input.Frame frame -> List.of(frame.bytes());
            case Input.Capture capture -> StepCheck.read(capture.file());
        };
    }

    private Outcome outcome(Step step, Optional<ProgramSpec> program, List<Octets> framesIn) {
        return switch (step.input()) {
            case Input.Nothing() -> new Outcome.Nothing();
            case Input.Events(var file) -> kernel.play(file);
            case Input.Frame frame -> run(step, runnable(step, program), frame);
            case Input.Capture _ ->
                new Outcome.Many(framesIn.stream()
                        .map(frame -> kernel.run(runnable(step, program).name(), TestRunRequest.of(frame.toArray())))
                        .toList());
        };
    }

    private static ProgramSpec runnable(Step step, Optional<ProgramSpec> program) {
        ProgramSpec found =
                program.orElseThrow(() -> step.place().wrong("no 'program', expected the one that the packet goes to"));
        ProgramType type = found.type();
        boolean known = type != null
                && switch (type) {
                    case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER, SYSCALL -> true;
                    default -> false;
                };
        if (!known) {
            throw new SkippedException(
                    "no test runs for programs of type " + (type == null ? found.section() : type.displayName()));
        }
        return found;
    }

    private Outcome run(Step step, ProgramSpec program, Input.Frame frame) {
        ContextBytes layout = ContextBytes.of(program);
        TestRunRequest request = TestRunRequest.of(frame.bytes().toArray()).withRepeat(frame.repeat());
        if (frame.context().isPresent()) {
            request = request.withContext(
                    layout.of(frame.context().get(), frame.bytes().size()).toArray());
        } else if (step.expectations().stream().anyMatch(Expectation.ContextOut.class::isInstance)) {
            request = request.withContextOutLimit(layout.size());
        }
        return kernel.run(program.name(), request);
    }

    private void remember(String label, Outcome outcome) {
        switch (outcome) {
            case Outcome.Nothing() -> {}
            case Outcome.Ran ran -> {
                seen.put(label + "return", Integer.toString((int) ran.returned()));
                seen.put(label + "frame", ran.frame().hex());
                seen.put(label + "context", ran.context().hex());
            }
            case Outcome.Refused refused ->
                seen.put(label + "refused", refused.errno().name());
            case Outcome.Many(List<Outcome> each) ->
                seen.put(
                        label + "returns",
                        each.stream()
                                .map(run -> switch (run) {
                                    case Outcome.Ran ran -> Integer.toString((int) ran.returned());
                                    case Outcome.Refused refused ->
                                        refused.errno().name();
                                    case Outcome.Nothing _, Outcome.Many _ -> "";
                                })
                                .collect(Collectors.joining(" ")));
        }
        for (String map : kernel.mapNames()) {
            kernel.records(map)
                    .filter(records -> !records.isEmpty())
                    .ifPresent(records -> seen.put(
                            label + "records of " + map,
                            records.stream().map(Octets::hex).collect(Collectors.joining(" "))));
        }
    }
}
