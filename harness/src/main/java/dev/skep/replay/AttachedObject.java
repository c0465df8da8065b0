package dev.skep.replay;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.hook.HookKind;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.hook.IteratorWalk;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.program.ProgramStream;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.Admission;
import dev.skep.language.LoadedObject;
import dev.skep.language.Mode;
import dev.skep.link.LinkedMap;
import dev.skep.report.MapContents;
import dev.skep.report.Records;
import dev.skep.report.ReplayReport;
import dev.skep.session.BufferReaders;
import dev.skep.session.MapReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An object whose programs are attached, and what user space does for it: it reads the buffers. */
record AttachedObject(
        LoadedObject object, List<Link> links, BufferReaders buffers, Attachments wishes, Map<Link, String> outputs) {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    AttachedObject(LoadedObject object, List<Link> links, BufferReaders buffers, Attachments wishes) {
        this(object, List.copyOf(links), buffers, wishes, new HashMap<>());
    }

    /** Reads the files of the object's iterators. */
    void readIterators(Kernel kernel) {
        for (Link link : links) {
            HookPoint point = link.hook().point();
            if (point.kind() == HookKind.ITERATOR) {
                outputs.put(
                        link,
                        walk(kernel.hooks().iterator(point.target()), link).read(link));
            }
        }
    }

    private IteratorWalk walk(IteratorWalk walk, Link link) {
        String wanted = wishes.maps().get(link.program().name());
        if (wanted == null) {
            return walk;
        }
        for (LinkedMap map : object.linked().maps()) {
            if (map.name().equals(wanted)) {
                return walk.over(map.map());
            }
        }
        throw new IllegalArgumentException(
                link.program().name() + " is to walk over a map " + wanted + ", which its object does not have");
    }

    ReplayReport report(
            Mode mode,
            Admission admission,
            MapReader reader,
            Map<String, Map<String, Long>> outcomes,
            Records<String> trace,
            long durationNs) {
        List<MapContents> maps = new ArrayList<>();
        for (LinkedMap map : object.linked().maps()) {
            maps.add(reader.read(map.name(), map.map()));
        }
        return new ReplayReport(
                object.linked().spec().name(),
                mode.name().toLowerCase(Locale.ROOT),
                admission == Admission.VERIFIED ? "verified" : "not verified",
                links.stream().map(this::attached).toList(),
                maps,
                buffers.ringRecords(),
                buffers.perfRecords(),
                outcomes,
                trace,
                durationNs);
    }

    private ReplayReport.Attached attached(Link link) {
        ProgramType type = link.program().type();
        Map<String, Long> returns = new LinkedHashMap<>();
        link.returns().byValue().forEach((value, count) -> returns.put(name(type, value.intValue()), count));
        if (link.returns().others() > 0) {
            returns.put("others", link.returns().others());
        }
        return new ReplayReport.Attached(
                link.program().name(),
                type.displayName(),
                link.hook().point().toString(),
                link.runs(),
                returns,
                outputs.getOrDefault(link, ""),
                stream(link, STDOUT),
                stream(link, STDERR));
    }

    private String stream(Link link, int number) {
        ProgramStream stream = object.kernel().programs().stream(link.program(), number);
        return stream == null ? "" : stream.text();
    }

    /** A security module's answer is an error; elsewhere the value is only a number. */
    private static String name(ProgramType type, int value) {
        Errno errno = type == ProgramType.LSM && value < 0 ? Errno.of(-value) : null;
        return errno == null ? Integer.toUnsignedString(value) : "-" + errno;
    }
}
