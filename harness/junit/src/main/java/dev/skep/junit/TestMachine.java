package dev.skep.junit;

import dev.skep.junit.Load.Attach;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectSpec;
import dev.skep.testing.BpfObject;
import dev.skep.testing.FaultPlan;
import dev.skep.testing.LoadOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel of one test or of one class, started when somebody first needs it, with the objects in it. */
final class TestMachine implements AutoCloseable {
    private final TestFiles files;
    private final KernelConfig config;
    private final @Nullable FaultPlan plan;
    private final List<BpfObject> objects = new ArrayList<>();
    private @Nullable Kernel kernel;

    /** @param plan what fails in it; null where nothing is in the way of programs */
    TestMachine(TestFiles files, KernelConfig config, @Nullable FaultPlan plan) {
        this.files = files;
        this.config = config;
        this.plan = plan;
    }

    KernelConfig config() {
        return config;
    }

    Kernel kernel() {
        Kernel started = kernel;
        if (started == null) {
            started = new Kernel(config);
            kernel = started;
        }
        return started;
    }

    /** Loads an object as a field or parameter of a test class asks for it. */
    BpfObject load(Class<?> test, Load load) {
        ObjectSpec spec = files.object(test, load.value());
        LoadOptions options =
                LoadOptions.usual().withPrograms(List.of(load.programs())).withAdmission(load.admission());
        BpfObject object = BpfObject.load(spec, kernel(), options);
        objects.add(object);
        if (plan != null) {
            object.mocks().follow(plan);
        }
        if (load.attach() == Attach.BY_SECTION) {
            object.attach();
        }
        return object;
    }

    /** Those that were loaded, in order. */
    List<BpfObject> objects() {
        return List.copyOf(objects);
    }

    @Override
    public void close() {
        objects.forEach(BpfObject::close);
        objects.clear();
        kernel = null;
    }
}
