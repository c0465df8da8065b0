package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType.Variable;
import dev.skep.btf.MalformedBtfException;
import dev.skep.debug.ProgramFault;
import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapSpec;
import dev.skep.language.BpfEngine;
import dev.skep.link.RelocationException;
import dev.skep.object.Contents;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.MapDefinition;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.MalformedCaptureException;
import dev.skep.recording.MalformedRecordingException;
import dev.skep.testing.NearestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs cases, each in a kernel of its own. */
public final class CaseRunner {
    private static final long MAX_OBJECT_BYTES = 256 << 20;

    /** Where cases run. */
    public enum Backend {
        /** In a simulated kernel. */
        SIMULATED,
        /** In the kernel of this machine, and in a simulated one to be compared. */
        HOST
    }

    private final Supplier<BpfEngine> engine;
    private final Backend backend;
    private final Map<Path, ObjectSpec> objects = new HashMap<>();

    /** @param engine asked for when the first program runs */
    public CaseRunner(Supplier<BpfEngine> engine, Backend backend) {
        this.engine = engine;
        this.backend = backend;
    }

    /** Runs a case. Nothing that is wrong with it is thrown. */
    public CaseResult run(TestCase test) {
        long started = System.nanoTime();
        CaseResult result = test.skip().isEmpty() ? asked(test) : skipped(test, test.skip());
        return result.after(System.nanoTime() - started);
    }

    private CaseResult asked(TestCase test) {
        Map<String, String> seen = new LinkedHashMap<>();
        if (backend == Backend.SIMULATED) {
            return guarded(test, Backend.SIMULATED, seen);
        }
        CaseResult host = guarded(test, Backend.HOST, seen);
        if (host.status() == CaseResult.Status.SKIPPED || host.status() == CaseResult.Status.BROKEN) {
            return host;
        }
        Map<String, String> simulated = new LinkedHashMap<>();
        CaseResult here = guarded(test, Backend.SIMULATED, simulated);
        if (here.status() == CaseResult.Status.BROKEN) {
            simulated.put("outcome", here.failures().getFirst().message());
        }
        List<Difference> differences = new ArrayList<>();
        for (String what : seen.keySet()) {
            String theirs = Objects.requireNonNull(seen.get(what));
            String ours = simulated.getOrDefault(what, "nothing");
            if (!ours.equals(theirs)) {
                differences.add(new Difference(what, ours, theirs));
            }
        }
        return host.with(differences);
    }

    private static CaseResult skipped(TestCase test, String reason) {
        return new CaseResult(test, "", "", CaseResult.Status.SKIPPED, List.of(), reason, List.of(), 0);
    }

    private static CaseResult broken(TestCase test, Place place, String message) {
        return new CaseResult(
                test, "", "", CaseResult.Status.BROKEN, List.of(new Failure(place, message)), "", List.of(), 0);
    }

    private CaseResult guarded(TestCase test, Backend where, Map<String, String> seen) {
        try {
            return judged(test, where, seen);
        } catch (SkippedException reason) {
            return skipped(test, String.valueOf(reason.getMessage()));
        } catch (MalformedCaseFileException wrong) {
            String message = String.valueOf(wrong.getMessage());
            return broken(
                    test,
                    wrong.place(),
                    message.substring(wrong.place().toString().length() + 2));
        } catch (NoSuchFileException missing) {
            Path file = test.object().getFileSystem().getPath(missing.getFile());
            return broken(test, test.placeOf(file), CaseFileReader.shown(file) + ": no such file");
        } catch (IOException unreadable) {
            return broken(test, test.place(), "cannot be read: " + unreadable.getMessage());
        } catch (MalformedObjectException wrong) {
            return broken(test, test.placeOf(test.object()), String.valueOf(wrong.getMessage()));
        } catch (MalformedBtfException
                | MalformedCaptureException
                | MalformedRecordingException
                | RelocationException
                | NotBuiltException
                | KernelException wrong) {
            return broken(test, test.place(), String.valueOf(wrong.getMessage()));
        } catch (ProgramFault fault) {
            return result(
                    test, "", where.name(), List.of(new Failure(test.place(), String.valueOf(fault.getMessage()))));
        }
    }

    private static CaseResult result(TestCase test, String program, String kernel, List<Failure> failures) {
        CaseResult.Status status = failures.isEmpty() ? CaseResult.Status.PASSED : CaseResult.Status.FAILED;
        return new CaseResult(test, program, kernel, status, failures, "", List.of(), 0);
    }

    private CaseResult judged(TestCase test, Backend where, Map<String, String> seen) throws IOException {
        ObjectSpec spec = withVariables(object(test.object()), test.setup());
        boolean events = test.steps().stream().anyMatch(step -> step.input() instanceof Input.Events);
        Optional<ProgramSpec> program = events && test.program().isEmpty()
                ? Optional.empty()
                : Optional.of(program(spec, test.program(), test.place()));
        String name = program.map(ProgramSpec::name).orElse("");
        KernelConfig config = test.machine().config();
        try (CaseKernel kernel =
                open(spec, config, events, where, test.machine().cpu())) {
            CaseWalk walk = new CaseWalk(test, spec, kernel, seen);
            return result(test, name, kernel.name(), walk.walk(program));
        } catch (RejectedObjectException rejected) {
            return result(
                    test,
                    rejected.program(),
                    where == Backend.HOST ? "kernel" : "simulated kernel",
                    Verdicts.judge(test, rejected.program(), rejected.rejection()));
        }
    }

    private CaseKernel open(ObjectSpec spec, KernelConfig config, boolean events, Backend where, int cpu) {
        if (where == Backend.HOST) {
            if (events) {
                throw new SkippedException("recorded events cannot happen in the kernel of this machine");
            }
            return HostCaseKernel.open(spec, config);
        }
        // To be compared, both kernels have as many CPUs.
        KernelConfig machine = backend == Backend.HOST
                ? config.withCpus(HostCaseKernel.possibleCpus().orElse(config.cpus()))
                : config;
        int there = Math.min(cpu, machine.cpus() - 1);
        return events
                ? SimulatedCaseKernel.attached(engine.get(), machine, spec, there)
                : SimulatedCaseKernel.running(engine.get(), machine, spec, there);
    }

    private ObjectSpec object(Path file) throws IOException {
        ObjectSpec known = objects.get(file);
        if (known == null) {
            if (Files.isDirectory(file) || Files.size(file) > MAX_OBJECT_BYTES) {
                throw new IOException(CaseFileReader.shown(file) + " is no BPF object");
            }
            known = ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            objects.put(file, known);
        }
        return known;
    }

    /** The program that a case names, or the only one of the object. */
    static ProgramSpec program(ObjectSpec spec, Optional<CaseNode.Scalar> named, Place place) {
        List<String> names = spec.programs().stream().map(ProgramSpec::name).toList();
        if (named.isEmpty()) {
            if (spec.programs().size() != 1) {
                throw place.wrong("no 'program', expected one of " + String.join(", ", names));
            }
            return typed(spec.programs().getFirst(), place);
        }
        CaseNode.Scalar name = named.get();
        return typed(
                spec.program(name.value())
                        .orElseThrow(() -> name.place()
                                .wrong("no program " + name.value() + " in " + spec.name() + ", expected "
                                        + NearestNames.expected(name.value(), names))),
                name.place());
    }

    private static ProgramSpec typed(ProgramSpec program, Place place) {
        if (program.type() == null) {
            throw place.wrong("program " + program.name() + " in section " + program.section()
                    + " has no type, expected a section that libbpf knows");
        }
        return program;
    }

    /** The object whose sections of variables start with what a case sets. */
    private static ObjectSpec withVariables(ObjectSpec spec, List<MapSetting> setup) {
        ObjectSpec changed = spec;
        for (MapSetting setting : setup) {
            if (setting.isOfVariables()) {
                changed = withVariables(changed, setting);
            }
        }
        return changed;
    }

    private static ObjectSpec withVariables(ObjectSpec spec, MapSetting setting) {
        String name = setting.map().value();
        MapDefinition map = spec.map(name)
                .filter(found -> found.origin().holdsVariables())
                .orElseThrow(() -> {
                    List<String> sections = spec.maps().stream()
                            .filter(each -> each.origin().holdsVariables())
                            .map(MapDefinition::name)
                            .toList();
                    return setting.map()
                            .place()
                            .wrong("no section of variables " + name + ", expected "
                                    + NearestNames.expected(name, sections));
                });
        MapSpec blueprint = map.spec();
        byte[] contents = map.contents().toBytes(blueprint.valueSize());
        CaseNode.Mapping values = setting.value().mapping("variables and their values");
        values.members().forEach((variableName, node) -> {
            Variable variable = MapCheck.variable(blueprint, variableName, values.placeOf(variableName));
            Btf types = Objects.requireNonNull(blueprint.btf());
            byte[] bytes = new Literal(types, variable.type(), variable.sizeBytes()).bytes(node);
            System.arraycopy(bytes, 0, contents, variable.offset(), bytes.length);
        });
        return spec.withMap(map.withContents(Contents.of(contents)));
    }
}
