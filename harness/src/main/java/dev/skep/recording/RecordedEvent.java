package dev.skep.recording;

import java.util.List;
import java.util.Map;

/** Something that a recording says happened. */
public sealed interface RecordedEvent {
    /**
     * When and where an event happened.
     *
     * @param timeNs on the recorder's clock; 0 for what was so from the beginning
     * @param cpu where, 0 if the recording does not say
     * @param pid process that ran there; -1 if it is not known, as of a thread that is ending
     * @param tid thread that ran there; -1 if it is not known
     */
    record Stamp(long timeNs, int cpu, int pid, int tid) {
        static final Stamp BEFORE = new Stamp(0, 0, -1, -1);
    }

    Stamp stamp();

    /** The same, with another stamp. */
    default RecordedEvent at(Stamp when) {
        return switch (this) {
            case Sample s -> new Sample(when, s.kind, s.ip, s.address, s.period, s.callChain, s.raw);
            case Comm c -> new Comm(when, c.pid, c.tid, c.comm, c.executed);
            case Fork f -> new Fork(when, f.pid, f.tid, f.parentPid, f.parentTid);
            case Exit e -> new Exit(when, e.pid, e.tid, e.parentPid, e.parentTid);
            case Mapping m -> new Mapping(when, m.pid, m.tid, m.address, m.length, m.pageOffset, m.protection, m.file);
            case Group g -> new Group(when, g.id, g.path);
            case Present p -> new Present(when, p.thing, p.members);
            case Happening h -> new Happening(when, h.place, h.name, h.ordered, h.named, h.returns);
        };
    }

    /**
     * An event of a kind that the recorder was asked for.
     *
     * @param ip instruction that was executed; 0 if the recording does not say
     * @param address that the event is about; 0 if the recording does not say
     * @param period events that this one stands for
     * @param callChain where the CPU came from, innermost first, with the markers of {@code enum
     *     perf_callchain_context}
     * @param raw a tracepoint's record, byte for byte; empty for other kinds
     */
    record Sample(Stamp stamp, EventKind kind, long ip, long address, long period, long[] callChain, byte[] raw)
            implements RecordedEvent {}

    /**
     * A task has a new name.
     *
     * @param executed whether it is that of a program it executes from now on
     */
    record Comm(Stamp stamp, int pid, int tid, String comm, Executed executed) implements RecordedEvent {}

    /** Whether a new name comes from {@code execve}. */
    enum Executed {
        YES,
        NO
    }

    /** A task begins. */
    record Fork(Stamp stamp, int pid, int tid, int parentPid, int parentTid) implements RecordedEvent {}

    /** A task ends. */
    record Exit(Stamp stamp, int pid, int tid, int parentPid, int parentTid) implements RecordedEvent {}

    /**
     * A process maps memory; pid -1 is the kernel.
     *
     * @param pageOffset where in the file, in bytes
     * @param protection {@code PROT_READ} 1, {@code PROT_WRITE} 2, {@code PROT_EXEC} 4
     */
    record Mapping(
            Stamp stamp, int pid, int tid, long address, long length, long pageOffset, int protection, String file)
            implements RecordedEvent {}

    /** A control group has this number. */
    record Group(Stamp stamp, long id, String path) implements RecordedEvent {}

    /**
     * Something that is there from the start, as {@link EventLinesReader} reads it.
     *
     * @param members {@code pid}, {@code comm}, {@code args} and so on: what they may be says harness/EVENTS.md
     */
    record Present(Stamp stamp, Thing thing, Map<String, Object> members) implements RecordedEvent {
        /** What it is. */
        public enum Thing {
            TASK("task"),
            SOCKET("socket");

            private final String member;

            Thing(String member) {
                this.member = member;
            }

            /** The member of a line that describes it. */
            public String member() {
                return member;
            }
        }
    }

    /**
     * Something that happens at a hook which no recorder of the kernel knows.
     *
     * @param name of the function, system call, security hook or tracepoint
     * @param ordered its arguments in order, or none if they are given by name
     * @param named its arguments by name
     * @param returns what it returns
     */
    record Happening(
            Stamp stamp, Place place, String name, List<Object> ordered, Map<String, Object> named, long returns)
            implements RecordedEvent {
        /** What kind of thing it happens at. */
        public enum Place {
            FUNCTION("function"),
            SYSCALL("syscall"),
            TRACEPOINT("tracepoint"),
            RAW_TRACEPOINT("raw_tracepoint"),
            LSM("lsm"),
            STRUCT_OPS("struct_ops"),
            SOCKET_EVENT("socket_event"),
            USER_FUNCTION("user_function"),
            USER_MARKER("user_marker");

            private final String member;

            Place(String member) {
                this.member = member;
            }

            /** The member of a line that has the name. */
            public String member() {
                return member;
            }
        }
    }
}
