package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Member;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.StructType;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members of the kernel's structs that some programs may write; the kernel's {@code btf_struct_access} operations. */
final class WritableStructs {
    private static final Set<String> CONNECTIONS = Set.of("nf_conn", "nf_conn___init");

    /** Congestion control: a TCP socket begins with the other structs. */
    private static final List<Place> SOCKET = List.of(
            new Place("sock", "sk_pacing_rate", Begin.ITS_START),
            new Place("sock", "sk_pacing_status", Begin.ITS_START),
            new Place("inet_connection_sock", "icsk_ca_priv", Begin.ANYWHERE),
            new Place("inet_connection_sock", "icsk_ack.pending", Begin.ITS_START),
            new Place("tcp_sock", "snd_cwnd", Begin.ITS_START),
            new Place("tcp_sock", "snd_cwnd_cnt", Begin.ITS_START),
            new Place("tcp_sock", "snd_cwnd_stamp", Begin.ITS_START),
            new Place("tcp_sock", "snd_ssthresh", Begin.ITS_START),
            new Place("tcp_sock", "ecn_flags", Begin.ITS_START),
            new Place("tcp_sock", "app_limited", Begin.ITS_START));

    private static final List<Place> CONNECTION = List.of(new Place("nf_conn", "mark", Begin.ITS_START));

    private final Verification verification;

    WritableStructs(Verification verification) {
        this.verification = verification;
    }

    /** Where a write to the member may begin. */
    private enum Begin {
        ITS_START,
        ANYWHERE
    }

    /** @param member with dots between the names of nested ones */
    private record Place(String struct, String member, Begin begin) {}

    /** Bytes of a struct. */
    private record Range(int start, int end) {}

    /** Whether programs of this type have rules of their own for writes. */
    boolean areRuled() {
        return switch (verification.subject.type()) {
            case XDP, SCHED_CLS, SCHED_ACT, STRUCT_OPS -> true;
            default -> false;
        };
    }

    void check(StructType type, int offset, int size) {
        boolean congestion = verification.subject.type() == ProgramType.STRUCT_OPS;
        if (congestion ? !type.name().equals("tcp_sock") : !CONNECTIONS.contains(type.name())) {
            throw verification.reject(Errno.EACCES, "only read is supported");
        }
        String name = congestion ? "tcp_sock" : "nf_conn";
        for (Place place : congestion ? SOCKET : CONNECTION) {
            Range range = range(type.btf(), place);
            boolean begins = place.begin == Begin.ANYWHERE
                    ? offset >= range.start && offset < range.end
                    : offset == range.start && range.end > range.start;
            if (!begins) {
                continue;
            }
            if (offset + size > range.end) {
                throw verification.reject(
                        Errno.EACCES,
                        "write access at off " + offset + " with size " + size + " beyond the member of " + name
                                + " ended at " + range.end);
            }
            return;
        }
        throw verification.reject(Errno.EACCES, "no write support to " + name + " at off " + offset);
    }

    private static Range range(@Nullable Btf btf, Place place) {
        OptionalInt found = btf == null ? OptionalInt.empty() : btf.find(place.struct, BtfKind.STRUCT);
        if (btf == null || found.isEmpty()) {
            return new Range(0, 0);
        }
        int id = found.getAsInt();
        int start = 0;
        for (String name : place.member.split("\\.", -1)) {
            Member member = member(btf, id, name);
            if (member == null) {
                return new Range(0, 0);
            }
            start += member.bitOffset() / Byte.SIZE;
            id = btf.resolve(member.type());
        }
        return new Range(start, start + (int) btf.sizeOf(id));
    }

    private static @Nullable Member member(Btf btf, int id, String name) {
        if (btf.type(id) instanceof Composite composite) {
            for (Member member : composite.members()) {
                if (member.name().equals(name)) {
                    return member;
                }
                Member nested = member.name().isEmpty() ? member(btf, btf.resolve(member.type()), name) : null;
                if (nested != null) {
                    return new Member(
                            nested.name(),
                            nested.type(),
                            nested.bitOffset() + member.bitOffset(),
                            nested.bitFieldSize());
                }
            }
        }
        return null;
    }
}
