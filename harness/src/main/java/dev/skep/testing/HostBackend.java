package dev.skep.testing;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostObject;
import dev.skep.hostkernel.HostProgram;
import dev.skep.hostkernel.HostVerdict;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnCodes;
import dev.skep.link.LinkedMap;
import dev.skep.link.LinkedObject;
import dev.skep.nodes.LastRun;
import dev.skep.object.ProgramSpec;
import dev.skep.report.RejectionReport;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An object in the kernel of this machine, and beside it the same object in a simulated one, which is told the same:
 * where the two differ, the report of a test says so. Nothing is attached.
 */
final class HostBackend implements ObjectBackend {
    private static final byte[] NOTHING = {};

    private final HostObject object;
    private final SimulatedBackend beside;
    private final Map<String, HostMapBackend> maps = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();

    HostBackend(HostKernel host, SimulatedBackend beside) {
        this.object = HostObject.in(host, beside.linked());
        this.beside = beside;
        for (LinkedMap map : beside.linked().maps()) {
            maps.put(map.name(), new HostMapBackend(object.map(map.name()), host.cpus(), beside.map(map.name())));
        }
    }

    @Override
    public LinkedObject linked() {
        return beside.linked();
    }

    @Override
    public Kernel kernel() {
        throw new UnsupportedOnHostException(linked().spec().name()
                + " is in the kernel of this machine, where nothing is attached and time is its own");
    }

    @Override
    public LoadedHandle load(String program) {
        ProgramSpec spec = linked().spec().program(program).orElseThrow();
        ProgramType type = Objects.requireNonNull(spec.type());
        return switch (object.verdict(program)) {
            case HostVerdict.Accepted accepted -> new Handle(program, type, accepted.program(), beside.load(program));
            case HostVerdict.Rejected(Errno errno, String log) ->
                throw new ProgramRejectedException(new RejectionReport(
                        linked().spec().name(), program, type.displayName(), program, errno, log, ""));
        };
    }

    @Override
    public Map<String, LastRun> lastRuns() {
        return beside.lastRuns();
    }

    @Override
    public HostMapBackend map(String name) {
        return Objects.requireNonNull(maps.get(name));
    }

    @Override
    public List<String> trace() {
        throw new UnsupportedOnHostException("the trace pipe of the kernel of this machine is not read");
    }

    /** Where this machine's kernel answered otherwise than the simulated one. */
    List<String> differences() {
        List<String> all = new ArrayList<>(differences);
        maps.values().forEach(map -> all.addAll(map.differences()));
        return all;
    }

    @Override
    public void close() {
        maps.values().forEach(HostMapBackend::close);
    }

    /** A program of the object in both kernels. */
    final class Handle implements LoadedHandle {
        private final String name;
        private final ProgramType type;
        private final HostProgram program;
        private final LoadedHandle other;

        private Handle(String name, ProgramType type, HostProgram program, LoadedHandle other) {
            this.name = name;
            this.type = type;
            this.program = program;
            this.other = other;
        }

        HostProgram program() {
            return program;
        }

        LoadedHandle beside() {
            return other;
        }

        @Override
        public RunOutcome run(TestRunRequest request, int cpu) {
            if (cpu != 0) {
                throw new UnsupportedOnHostException(name + ": runs on a CPU of the kernel's own choice");
            }
            TestRunResult here = type == ProgramType.SYSCALL
                    ? program.call(Objects.requireNonNullElse(request.context(), NOTHING))
                            .result()
                    : program.testRun(request).result();
            if (here.errno() == Errno.ENOTSUPP || here.errno() == Errno.EOPNOTSUPP) {
                throw new UnsupportedOnHostException(name
                        + ": the kernel of this machine has no test runs for programs of type " + type.displayName());
            }
            compare(here, other.run(request, 0).result());
            return new RunOutcome(here, Optional.empty());
        }

        @Override
        public CallResult happen(Map<String, ?> context, int cpu) {
            throw new UnsupportedOnHostException(
                    name + ": nothing happens in the kernel of this machine for the sake of a test, and it has no test"
                            + " runs of programs of type " + type.displayName() + " on such a context");
        }

        private void compare(TestRunResult here, TestRunResult simulated) {
            String left = shown(here);
            String right = shown(simulated);
            if (!left.equals(right)) {
                differences.add(Difference.text(name, left, right));
            }
        }

        private String shown(TestRunResult result) {
            if (result.errno() != null) {
                return result.errno().name();
            }
            int code = (int) result.retval();
            return Objects.requireNonNullElseGet(ReturnCodes.name(type, code), () -> Integer.toString(code)) + " "
                    + HexFormat.of().formatHex(type == ProgramType.SYSCALL ? result.context() : result.data());
        }

        @Override
        public byte[] reference() {
            throw new UnsupportedOnHostException(name + ": put into a map of the kernel of this machine");
        }
    }
}
