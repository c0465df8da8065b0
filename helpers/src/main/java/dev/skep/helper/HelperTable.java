package dev.skep.helper;

import dev.skep.helper.cgroup.CgroupHelpers;
import dev.skep.helper.cgroup.CgroupHookHelpers;
import dev.skep.helper.cgroup.SysctlHelpers;
import dev.skep.helper.cpu.CpuHelpers;
import dev.skep.helper.dynptr.DynptrHelpers;
import dev.skep.helper.lirc.LircHelpers;
import dev.skep.helper.lock.SpinLockHelpers;
import dev.skep.helper.loop.LoopHelpers;
import dev.skep.helper.loop.TailCallHelpers;
import dev.skep.helper.lsm.LsmHelpers;
import dev.skep.helper.lwt.LwtHelpers;
import dev.skep.helper.map.KptrHelpers;
import dev.skep.helper.map.MapHelpers;
import dev.skep.helper.random.RandomHelpers;
import dev.skep.helper.ring.RingDynptrHelpers;
import dev.skep.helper.ring.RingHelpers;
import dev.skep.helper.skb.SkbBytesHelpers;
import dev.skep.helper.skb.SkbChecksumHelpers;
import dev.skep.helper.skb.SkbFieldHelpers;
import dev.skep.helper.skb.SkbHashHelpers;
import dev.skep.helper.skb.SkbRedirectHelpers;
import dev.skep.helper.skb.SkbRoomHelpers;
import dev.skep.helper.skb.SkbTunnelHelpers;
import dev.skep.helper.skb.SkbVlanHelpers;
import dev.skep.helper.sock.SkMsgHelpers;
import dev.skep.helper.sock.SockCastHelpers;
import dev.skep.helper.sock.SockIdentityHelpers;
import dev.skep.helper.sock.SockLookupHelpers;
import dev.skep.helper.sock.SockMapHelpers;
import dev.skep.helper.sock.SockOpsHelpers;
import dev.skep.helper.sock.SockOptionHelpers;
import dev.skep.helper.sock.SyncookieHelpers;
import dev.skep.helper.storage.StorageHelpers;
import dev.skep.helper.string.StringHelpers;
import dev.skep.helper.syscall.SyscallHelpers;
import dev.skep.helper.task.TaskActionHelpers;
import dev.skep.helper.task.TaskHelpers;
import dev.skep.helper.time.TimeHelpers;
import dev.skep.helper.timer.TimerHelpers;
import dev.skep.helper.trace.AttachHelpers;
import dev.skep.helper.trace.FileHelpers;
import dev.skep.helper.trace.PerfHelpers;
import dev.skep.helper.trace.PrintHelpers;
import dev.skep.helper.trace.ProbeHelpers;
import dev.skep.helper.trace.SeqHelpers;
import dev.skep.helper.trace.StackHelpers;
import dev.skep.helper.xdp.RouteHelpers;
import dev.skep.helper.xdp.XdpHelpers;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.HelperFamily;
import dev.skep.kernel.program.ProgramType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All helpers, by id. The classes are read one after the other until the helper that is asked for is found, so that a
 * short command reads few of them; {@link #all()} reads the rest.
 *
 * <p>For an id with several prototypes the program type decides. Where it admits more than one, the family that stands
 * later in {@link HelperFamily} wins, as the kernel's tables fall back from the special to the general.
 */
public final class HelperTable {
    /** The first number above the kernel's helpers. */
    public static final int ID_LIMIT = 212;

    /**
     * What programs use most comes first; a class with a special prototype of an id before one with its general one.
     */
    private static final List<Class<?>> CLASSES = List.of(
            MapHelpers.class,
            TimeHelpers.class,
            CpuHelpers.class,
            PrintHelpers.class,
            RandomHelpers.class,
            RingHelpers.class,
            PerfHelpers.class,
            XdpHelpers.class,
            SkbBytesHelpers.class,
            SkbChecksumHelpers.class,
            SkbRedirectHelpers.class,
            SkbRoomHelpers.class,
            SkbVlanHelpers.class,
            SkbHashHelpers.class,
            SkbFieldHelpers.class,
            SkbTunnelHelpers.class,
            TailCallHelpers.class,
            TaskHelpers.class,
            ProbeHelpers.class,
            LoopHelpers.class,
            TimerHelpers.class,
            SpinLockHelpers.class,
            DynptrHelpers.class,
            RingDynptrHelpers.class,
            StringHelpers.class,
            KptrHelpers.class,
            CgroupHelpers.class,
            RouteHelpers.class,
            SockLookupHelpers.class,
            SockIdentityHelpers.class,
            SockCastHelpers.class,
            SockOptionHelpers.class,
            SockOpsHelpers.class,
            SockMapHelpers.class,
            SkMsgHelpers.class,
            SyncookieHelpers.class,
            StorageHelpers.class,
            StackHelpers.class,
            AttachHelpers.class,
            TaskActionHelpers.class,
            FileHelpers.class,
            SeqHelpers.class,
            CgroupHookHelpers.class,
            SysctlHelpers.class,
            LwtHelpers.class,
            LsmHelpers.class,
            SyscallHelpers.class,
            LircHelpers.class);

    private static final HelperTable STANDARD = new HelperTable(CLASSES);

    private final List<Class<?>> classes;
    private final SortedMap<Integer, List<BoundHelper>> byId = new TreeMap<>();
    private int classesRead;

    /** A table of the annotated methods of these classes, for tests; everybody else takes {@link #standard()}. */
    HelperTable(List<Class<?>> classes) {
        this.classes = List.copyOf(classes);
    }

    /** The same helpers in a table of which nothing has been read yet, for tests. */
    static HelperTable standardUnread() {
        return new HelperTable(CLASSES);
    }

    /** The helpers of the reference kernel. */
    public static HelperTable standard() {
        return STANDARD;
    }

    /**
     * The helper with this number for a program of this type.
     *
     * @return {@code null} when there is none, or the program type may not call it
     */
    public synchronized @Nullable BoundHelper find(int id, ProgramType type, AttachType attachType) {
        BoundHelper found = admitted(id, type, attachType);
        while (found == null && readNext()) {
            found = admitted(id, type, attachType);
        }
        return found;
    }

    /** The function's name as the log prints it, {@code bpf_map_lookup_elem}; {@code null} for a number without one. */
    public synchronized @Nullable String functionName(int id) {
        while (!byId.containsKey(id)) {
            if (!readNext()) {
                return null;
            }
        }
        return byId.getOrDefault(id, List.of()).getFirst().prototype().functionName();
    }

    /**
     * Every helper with each of its prototypes, by ascending id.
     *
     * @throws IllegalStateException when a method is declared wrongly or two stand for the same
     */
    public synchronized List<BoundHelper> all() {
        boolean more = true;
        while (more) {
            more = readNext();
        }
        List<BoundHelper> all = new ArrayList<>();
        byId.values().forEach(all::addAll);
        return Collections.unmodifiableList(all);
    }

    private @Nullable BoundHelper admitted(int id, ProgramType type, AttachType attachType) {
        BoundHelper best = null;
        HelperFamily bestFamily = HelperFamily.CORE;
        for (BoundHelper helper : byId.getOrDefault(id, List.of())) {
            for (HelperFamily family : helper.prototype().families()) {
                if (type.admits(family, attachType) && (best == null || family.compareTo(bestFamily) > 0)) {
                    best = helper;
                    bestFamily = family;
                }
            }
        }
        return best;
    }

    private boolean readNext() {
        if (classesRead == classes.size()) {
            return false;
        }
        Class<?> next = classes.get(classesRead++);
        Method[] methods = next.getDeclaredMethods();
        for (Method method : methods) {
            Helper helper = method.getAnnotation(Helper.class);
            if (helper != null) {
                add(new BoundHelper(PrototypeReader.read(method, helper), method, helper.inline()));
            }
        }
        return true;
    }

    private void add(BoundHelper helper) {
        HelperPrototype prototype = helper.prototype();
        if (prototype.id() < 1) {
            throw new IllegalStateException(
                    prototype.functionName() + ": " + prototype.id() + " is no helper's number");
        }
        List<BoundHelper> variants = byId.computeIfAbsent(prototype.id(), id -> new ArrayList<>());
        for (BoundHelper other : variants) {
            if (!other.prototype().name().equals(prototype.name())
                    || !Collections.disjoint(other.prototype().families(), prototype.families())) {
                throw new IllegalStateException("helper id " + prototype.id() + " is taken twice: by "
                        + other.prototype().functionName() + " and " + prototype.functionName());
            }
        }
        variants.add(helper);
        // reflection gives methods in no particular order
        variants.sort(Comparator.comparing(
                variant -> variant.prototype().families().iterator().next()));
    }
}
