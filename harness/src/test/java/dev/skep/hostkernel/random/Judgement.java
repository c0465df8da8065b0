package dev.skep.hostkernel.random;

import dev.skep.helper.NotBuiltException;
import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostLoadOptions;
import dev.skep.hostkernel.HostMap;
import dev.skep.hostkernel.HostVerdict;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.BpfEngine;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts a program before both verifiers and, when both take it, lets both machines run it. */
final class Judgement {
    private static final Pattern ADDRESS = Pattern.compile("0x?ffff[0-9a-f]{12}|=-1[0-9]{14}");
    private static final Pattern LAST_LINE = Pattern.compile("processed \\d+ insns .*");

    /** Whether a number that is no map's is the descriptor of something else depends on what the process has open. */
    private static final Pattern NO_MAP = Pattern.compile("fd -?\\d+ is not pointing to valid bpf_map");

    /** Of longer logs the end is kept, and the last half of that is compared. */
    private static final int LOG_LIMIT = 4 << 20;

    private final HostKernel host;
    private final BpfEngine engine;
    private final VerifierOptions options;
    private final KernelConfig config;

    Judgement(HostKernel host, BpfEngine engine) {
        this.host = host;
        this.engine = engine;
        this.options = VerifierOptions.usual()
                .withPrivilege(host.privilege())
                .withLevel(LogLevel.EVERYTHING)
                .withLogLimit(LOG_LIMIT)
                .withCpus(host.cpus())
                .withKernelTypes(KernelTypes.of(host.types()));
        this.config = KernelConfig.reference().withCpus(host.cpus()).withPrivilege(host.privilege());
    }

    /**
     * What came out.
     *
     * @param accepted whether the host's kernel took the program
     * @param kind what differs
     * @param ours what was said here
     * @param theirs what the host's kernel said
     */
    record Outcome(boolean accepted, boolean ran, Kind kind, String ours, String theirs) {}

    /** What may differ, the worst first. */
    enum Kind {
        CRASHED,
        ACCEPTED_BUT_REJECTED,
        REJECTED_BUT_ACCEPTED,
        ERRNO,
        MESSAGE,
        STATISTICS,
        LOG,
        RUN,
        NOTHING
    }

    Outcome judge(RandomProgram program) {
        List<HostMap> hostMaps = new ArrayList<>();
        try {
            for (MapSpec spec : program.maps()) {
                hostMaps.add(host.create(spec));
            }
            HostLoadOptions load = HostLoadOptions.usual()
                    .withLogLevel(HostLoadOptions.LOG_EVERYTHING)
                    .withLogLimit(LOG_LIMIT);
            HostVerdict theirs = host.load(program.image(List.of()), hostMaps, load);
            try {
                return compare(program, hostMaps, theirs);
            } finally {
                if (theirs instanceof HostVerdict.Accepted accepted) {
                    accepted.program().close();
                }
            }
        } finally {
            hostMaps.forEach(HostMap::close);
        }
    }

    private Outcome compare(RandomProgram program, List<HostMap> hostMaps, HostVerdict theirs) {
        boolean accepted = theirs instanceof HostVerdict.Accepted;
        Kernel kernel = new Kernel(config);
        List<BpfMap> maps = new ArrayList<>();
        for (MapSpec spec : program.maps()) {
            maps.add(kernel.maps().create(spec));
        }
        Verdict ours;
        try {
            ours = Verifier.verify(program.image(maps), options);
        } catch (RuntimeException | StackOverflowError bug) {
            return new Outcome(accepted, false, Kind.CRASHED, trace(bug), theirs.log());
        }
        Kind kind = difference(ours, theirs);
        if (kind.compareTo(Kind.MESSAGE) < 0 || !accepted || !program.repeatable()) {
            return new Outcome(accepted, false, kind, ours.log(), theirs.log());
        }
        Optional<String[]> run =
                run(program, kernel, (Verdict.Accepted) ours, maps, hostMaps, (HostVerdict.Accepted) theirs);
        return run.isEmpty() || kind != Kind.NOTHING
                ? new Outcome(true, true, kind, ours.log(), theirs.log())
                : new Outcome(true, true, Kind.RUN, run.get()[0], run.get()[1]);
    }

    private static String trace(Throwable bug) {
        StringBuilder text = new StringBuilder(bug.toString());
        int frames = 0;
        for (StackTraceElement frame : bug.getStackTrace()) {
            if (frames++ > 12) {
                break;
            }
            text.append("\n  at ").append(frame);
        }
        return text.toString();
    }

    private static Kind difference(Verdict ours, HostVerdict theirs) {
        Errno here = ours instanceof Verdict.Rejected rejected ? rejected.errno() : null;
        Errno there = theirs instanceof HostVerdict.Rejected rejected ? rejected.errno() : null;
        if (here == null && there != null) {
            return Kind.ACCEPTED_BUT_REJECTED;
        }
        if (here != null && there == null) {
            return Kind.REJECTED_BUT_ACCEPTED;
        }
        if (here != there
                && !(NO_MAP.matcher(message(ours.log())).matches()
                        && message(ours.log()).equals(message(theirs.log())))) {
            return Kind.ERRNO;
        }
        String ourLog = comparable(ours.log());
        String theirLog = comparable(theirs.log());
        if (ourLog.equals(theirLog)) {
            return Kind.NOTHING;
        }
        if (here != null && !message(ourLog).equals(message(theirLog))) {
            return Kind.MESSAGE;
        }
        return statistics(ourLog).equals(statistics(theirLog)) ? Kind.LOG : Kind.STATISTICS;
    }

    /** Without addresses, which differ at every boot, and without the time. */
    static String comparable(String log) {
        String end = log.length() < LOG_LIMIT - 1 ? log : log.substring(log.length() - LOG_LIMIT / 2);
        return ADDRESS.matcher(end)
                .replaceAll("ADDRESS")
                .replaceAll("verification time \\d+ usec\n", "")
                .strip();
    }

    private static String message(String log) {
        List<String> lines = log.lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (!LAST_LINE.matcher(lines.get(i)).matches() && !lines.get(i).startsWith("stack depth")) {
                return lines.get(i);
            }
        }
        return "";
    }

    private static String statistics(String log) {
        return log.lines()
                .filter(line -> LAST_LINE.matcher(line).matches() || line.startsWith("stack depth"))
                .reduce("", String::concat);
    }

    private Optional<String[]> run(
            RandomProgram program,
            Kernel kernel,
            Verdict.Accepted judged,
            List<BpfMap> maps,
            List<HostMap> hostMaps,
            HostVerdict.Accepted accepted) {
        TestRunRequest request = TestRunRequest.of(program.packet());
        String theirs = text(accepted.program().testRun(request).result()) + contents(hostMaps);
        String ours;
        try {
            BpfProgram loaded = engine.load(kernel, judged);
            ours = text(TestRun.of(kernel, loaded, 0).run(request)) + liveContents(maps);
        } catch (NotBuiltException missing) {
            return Optional.empty();
        } catch (RuntimeException bug) {
            ours = trace(bug);
        }
        return ours.equals(theirs) ? Optional.empty() : Optional.of(new String[] {ours, theirs});
    }

    private static String text(TestRunResult result) {
        return "errno " + result.errno() + ", retval " + result.retval() + ", data "
                + HexFormat.of().formatHex(result.data()) + "\n";
    }

    private static String contents(List<HostMap> maps) {
        StringBuilder text = new StringBuilder();
        for (HostMap map : maps) {
            switch (map.spec().type()) {
                case ARRAY, HASH -> {
                    List<String> elements = new ArrayList<>();
                    for (byte[] key : map.keys()) {
                        byte[] value = map.find(key);
                        elements.add(element(key, value == null ? new byte[0] : value));
                    }
                    elements.stream()
                            .sorted()
                            .forEach(element -> text.append(map.spec().name()).append(element));
                }
                default -> {}
            }
        }
        return text.toString();
    }

    private static String liveContents(List<BpfMap> maps) {
        StringBuilder text = new StringBuilder();
        for (BpfMap map : maps) {
            switch (map.type()) {
                case ARRAY, HASH -> {
                    List<String> elements = new ArrayList<>();
                    for (byte[] key : map.syscall().keys()) {
                        elements.add(element(key, map.syscall().lookup(key)));
                    }
                    elements.stream()
                            .sorted()
                            .forEach(element -> text.append(map.spec().name()).append(element));
                }
                default -> {}
            }
        }
        return text.toString();
    }

    private static String element(byte[] key, byte[] value) {
        HexFormat hex = HexFormat.of();
        return " " + hex.formatHex(key) + "=" + hex.formatHex(value) + "\n";
    }
}
