package dev.skep.helper;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.helper.CPrototypeParser.Declaration;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kfunc.cast.CastKfuncs;
import dev.skep.kfunc.cgroup.CgroupKfuncs;
import dev.skep.kfunc.cpumask.CpumaskKfuncs;
import dev.skep.kfunc.crypto.CryptoKfuncs;
import dev.skep.kfunc.dynptr.DynptrKfuncs;
import dev.skep.kfunc.dynptr.PacketDynptrKfuncs;
import dev.skep.kfunc.dynptr.ProbeDynptrKfuncs;
import dev.skep.kfunc.exception.ExceptionKfuncs;
import dev.skep.kfunc.file.FileKfuncs;
import dev.skep.kfunc.iter.NumberIterKfuncs;
import dev.skep.kfunc.iter.ObjectIterKfuncs;
import dev.skep.kfunc.lock.ResilientLockKfuncs;
import dev.skep.kfunc.lock.SectionKfuncs;
import dev.skep.kfunc.map.ArenaKfuncs;
import dev.skep.kfunc.map.MapKfuncs;
import dev.skep.kfunc.net.CongestionKfuncs;
import dev.skep.kfunc.net.ConntrackKfuncs;
import dev.skep.kfunc.net.SocketKfuncs;
import dev.skep.kfunc.net.XdpKfuncs;
import dev.skep.kfunc.object.ListKfuncs;
import dev.skep.kfunc.object.ObjectKfuncs;
import dev.skep.kfunc.object.RbtreeKfuncs;
import dev.skep.kfunc.stream.StreamKfuncs;
import dev.skep.kfunc.string.StringKfuncs;
import dev.skep.kfunc.task.TaskKfuncs;
import dev.skep.kfunc.test.TestKfuncs;
import dev.skep.kfunc.timer.TaskWorkKfuncs;
import dev.skep.kfunc.timer.WorkqueueKfuncs;
import dev.skep.kfunc.trace.MemoryKfuncs;
import dev.skep.kfunc.trace.SessionKfuncs;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All kfuncs of the reference kernel, by name and by BTF id. As with {@link HelperTable}, classes are read until what
 * is asked for is found.
 */
public final class KfuncTable {
    /** What programs use most comes first. */
    private static final List<Class<?>> CLASSES = List.of(
            NumberIterKfuncs.class,
            DynptrKfuncs.class,
            PacketDynptrKfuncs.class,
            SectionKfuncs.class,
            CastKfuncs.class,
            StringKfuncs.class,
            ObjectKfuncs.class,
            ListKfuncs.class,
            RbtreeKfuncs.class,
            TaskKfuncs.class,
            CgroupKfuncs.class,
            CpumaskKfuncs.class,
            ObjectIterKfuncs.class,
            WorkqueueKfuncs.class,
            ResilientLockKfuncs.class,
            XdpKfuncs.class,
            ConntrackKfuncs.class,
            MapKfuncs.class,
            ArenaKfuncs.class,
            ProbeDynptrKfuncs.class,
            ExceptionKfuncs.class,
            StreamKfuncs.class,
            TaskWorkKfuncs.class,
            CryptoKfuncs.class,
            SocketKfuncs.class,
            FileKfuncs.class,
            SessionKfuncs.class,
            MemoryKfuncs.class,
            CongestionKfuncs.class,
            TestKfuncs.class);

    private static final KfuncTable STANDARD = new KfuncTable(CLASSES);

    private final List<Class<?>> classes;
    private final SortedMap<String, BoundKfunc> byName = new TreeMap<>();
    private int classesRead;

    /** A table of the annotated methods of these classes, for tests; everybody else takes {@link #standard()}. */
    KfuncTable(List<Class<?>> classes) {
        this.classes = List.copyOf(classes);
    }

    /** The kfuncs of the reference kernel. */
    public static KfuncTable standard() {
        return STANDARD;
    }

    /** The kfunc of this name; {@code null} when there is none. */
    public synchronized @Nullable BoundKfunc find(String name) {
        while (!byName.containsKey(name)) {
            if (!readNext()) {
                return null;
            }
        }
        return byName.get(name);
    }

    /**
     * The kfunc that a call with this id means on a kernel with these types: the function of the same name;
     * {@code null} when the id is none of a function, or of one that programs may not call.
     */
    public @Nullable BoundKfunc find(Btf kernelTypes, int btfId) {
        boolean function = btfId > 0 && btfId < kernelTypes.typeCount() && kernelTypes.kind(btfId) == BtfKind.FUNC;
        return function ? find(kernelTypes.name(btfId)) : null;
    }

    /** Whether a program of this type, with this expected attach type, may call the kfunc. */
    public static boolean admits(KfuncPrototype kfunc, ProgramType type, AttachType attachType) {
        return kfunc.hooks().stream().anyMatch(hook -> hook.admits(type, attachType));
    }

    /**
     * Every kfunc, by name.
     *
     * @throws IllegalStateException when a method is declared wrongly or two stand for the same
     */
    public synchronized List<BoundKfunc> all() {
        boolean more = true;
        while (more) {
            more = readNext();
        }
        return List.copyOf(byName.values());
    }

    private boolean readNext() {
        if (classesRead == classes.size()) {
            return false;
        }
        for (Method method : classes.get(classesRead++).getDeclaredMethods()) {
            Kfunc kfunc = method.getAnnotation(Kfunc.class);
            if (kfunc != null) {
                add(new BoundKfunc(prototype(method, kfunc), method, kfunc.inline()));
            }
        }
        return true;
    }

    private static KfuncPrototype prototype(Method method, Kfunc kfunc) {
        BodyBinder.checkShape(method);
        Declaration declaration = CPrototypeParser.parse(kfunc.value());
        if (!declaration.name().equals(method.getName())) {
            throw BodyBinder.refused(method, "is declared as " + declaration.name());
        }
        if (declaration.parameters().size() != method.getParameterCount() - 1) {
            throw BodyBinder.refused(method, "has another number of arguments than its C prototype");
        }
        return new KfuncPrototype(
                declaration.name(),
                kfunc.value(),
                declaration.result(),
                declaration.parameters(),
                FlagSets.ordered(Arrays.asList(kfunc.flags())),
                FlagSets.ordered(Arrays.asList(kfunc.hooks())));
    }

    private void add(BoundKfunc kfunc) {
        KfuncPrototype prototype = kfunc.prototype();
        if (byName.put(prototype.name(), kfunc) != null) {
            throw new IllegalStateException("kfunc " + prototype.name() + " is declared twice");
        }
    }
}
