package dev.skep.junit;

import dev.skep.junit.LoadFields.LoadField;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.testing.BpfObject;
import dev.skep.testing.FaultPlan;
import dev.skep.testing.LoadOptions.Counting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The machines of a run of tests: one for each class, for what is static, and one for each test. They live in JUnit's
 * stores, which close them.
 */
final class Machines {
    private static final Namespace NAMESPACE = Namespace.create(Machines.class);

    /** Where {@link KernelMatrix} says which kernel a test has. */
    private static final String TYPES = "types";

    private static final String TEST = "test";

    private final TestFiles files = new TestFiles();
    private final Map<Class<?>, LoadFields> fields = new ConcurrentHashMap<>();

    /** The machines of the run that a context belongs to. */
    static Machines of(ExtensionContext context) {
        return store(context.getRoot()).getOrComputeIfAbsent(Machines.class, _ -> new Machines(), Machines.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    TestFiles files() {
        return files;
    }

    LoadFields fields(Class<?> test) {
        return fields.computeIfAbsent(test, LoadFields::of);
    }

    /** Says which kernel's types the test of a context has. */
    static void types(ExtensionContext context, String btf) {
        store(context).put(TYPES, btf);
    }

    /** Says which failure the test of a context has. */
    static void plan(ExtensionContext context, FaultPlan plan) {
        store(context).put(FaultPlan.class, plan);
    }

    /** The failure of a test that has one. */
    static @Nullable FaultPlan plan(ExtensionContext context) {
        return store(context).get(FaultPlan.class, FaultPlan.class);
    }

    /** A machine for one question, which the caller closes. */
    TestMachine ofItsOwn(ExtensionContext context) {
        return new TestMachine(files, config(context), Backend.of(context), Counting.NOTHING, null);
    }

    private TestMachine machine(ExtensionContext context, @Nullable FaultPlan plan) {
        Counting counting =
                RunCoverage.of(context) == null && coverages(context).isEmpty() ? Counting.NOTHING : Counting.COVERAGE;
        return new TestMachine(files, config(context), Backend.of(context), counting, plan);
    }

    /** What is known of the coverage of a class. */
    private record CoverageKey(Class<?> test) {}

    /** Begins to count for a class that has the annotation. */
    void beginCoverage(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        AnnotationSupport.findAnnotation(test, Coverage.class)
                .ifPresent(wanted -> store(context).put(new CoverageKey(test), new ClassCoverage(test, wanted)));
    }

    /** Those of the class of a context and of the classes around it, the innermost first. */
    private static List<ClassCoverage> coverages(ExtensionContext context) {
        List<ClassCoverage> coverages = new ArrayList<>();
        for (Class<?> test : classes(context)) {
            Optional.ofNullable(store(context).get(new CoverageKey(test), ClassCoverage.class))
                    .ifPresent(coverages::add);
        }
        return coverages;
    }

    /** A test is done: what it executed counts for all that want to know. */
    void countTest(ExtensionContext context) {
        count(context, store(context).get(TEST, TestMachine.class));
    }

    /** A class is done: what its static objects executed counts as well, and then it must be enough. */
    void finishCoverage(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        count(context, store(context).get(test, TestMachine.class));
        ClassCoverage coverage = store(context).get(new CoverageKey(test), ClassCoverage.class);
        if (coverage != null) {
            coverage.finish(context);
        }
    }

    private static void count(ExtensionContext context, @Nullable TestMachine machine) {
        if (machine == null) {
            return;
        }
        RunCoverage run = RunCoverage.of(context);
        for (BpfObject object : machine.objects()) {
            coverages(context).forEach(coverage -> coverage.add(object));
            if (run != null) {
                run.add(object);
            }
        }
    }

    /** Makes the machine of a class; to be called before its tests. */
    TestMachine ofClass(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        return store(context).getOrComputeIfAbsent(test, _ -> machine(context, null), TestMachine.class);
    }

    /** The machine of a test. */
    TestMachine ofTest(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(TEST, _ -> machine(context, plan(context)), TestMachine.class);
    }

    /**
     * The machine that a parameter means: that of the test, but of the class where all objects are static, and where
     * there is no test.
     */
    TestMachine meant(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            return ofClass(context);
        }
        for (Class<?> test : classes(context)) {
            if (!fields(test).instances().isEmpty()) {
                return ofTest(context);
            }
        }
        for (Class<?> test : classes(context)) {
            TestMachine known = store(context).get(test, TestMachine.class);
            if (known != null && !fields(test).statics().isEmpty()) {
                return known;
            }
        }
        return ofTest(context);
    }

    /** The machines that a test has something to do with, and that have started. */
    List<TestMachine> concerned(ExtensionContext context) {
        List<TestMachine> machines = new ArrayList<>();
        for (Class<?> test : classes(context)) {
            Optional.ofNullable(store(context).get(test, TestMachine.class)).ifPresent(machines::add);
        }
        Optional.ofNullable(store(context).get(TEST, TestMachine.class)).ifPresent(machines::add);
        return machines;
    }

    /** The only object of a test. */
    BpfObject onlyObject(ExtensionContext context) {
        List<BpfObject> objects = concerned(context).stream()
                .flatMap(machine -> machine.objects().stream())
                .toList();
        if (objects.size() != 1) {
            throw new ExtensionConfigurationException("a parameter of type BpfObject needs @Load: there are "
                    + objects.size() + " objects, so it does not say which");
        }
        return objects.getFirst();
    }

    /** The test class and those around it, the innermost first. */
    static List<Class<?>> classes(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        context.getTestClass().ifPresent(classes::add);
        return classes.reversed();
    }

    /** Loads the objects of the instance fields of a test and of those around it. */
    void loadInstanceFields(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (LoadField field : fields(instance.getClass()).instances()) {
                field.set(instance, ofTest(context).load(field.owner(), field.load()));
            }
        }
    }

    /** Loads the objects of the static fields of a class. */
    void loadStaticFields(ExtensionContext context) {
        for (LoadField field : fields(context.getRequiredTestClass()).statics()) {
            field.set(null, ofClass(context).load(field.owner(), field.load()));
        }
    }

    /** The machine that a test is to have. */
    KernelConfig config(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        Skep skep = annotation(test, context.getEnclosingTestClasses());
        String matrix = store(context).get(TYPES, String.class);
        KernelConfig config = KernelConfig.reference();
        if (skep != null) {
            config = configured(test, skep, config);
        }
        return matrix == null || matrix.equals(KernelMatrix.REFERENCE)
                ? config
                : config.withTypes(files.types(test, matrix));
    }

    private KernelConfig configured(Class<?> test, Skep skep, KernelConfig reference) {
        try {
            KernelConfig config = reference.withCpus(skep.cpus()).withSeed(skep.seed());
            if (!skep.kernel().isEmpty()) {
                config = config.withVersion(KernelVersion.parse(skep.kernel()));
            }
            if (!skep.btf().isEmpty()) {
                KernelTypes types = files.types(test, skep.btf());
                config = config.withTypes(types);
            }
            return made(skep.config()).apply(config);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException("@Skep of " + test.getName() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Skep annotation(Class<?> test, List<Class<?>> enclosing) {
        return AnnotationSupport.findAnnotation(test, Skep.class, enclosing).orElse(null);
    }

    private static UnaryOperator<KernelConfig> made(Class<? extends UnaryOperator<KernelConfig>> type) {
        try {
            Object made = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class))
                    .invoke();
            return type.cast(made);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ExtensionConfigurationException(
                    type.getName() + ": expected a constructor without parameters", e);
        }
    }
}
