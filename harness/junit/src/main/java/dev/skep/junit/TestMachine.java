package dev.skep.junit;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.junit.Load.Attach;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectSpec;
import dev.skep.testing.BpfObject;
import dev.skep.testing.FaultPlan;
import dev.skep.testing.LoadOptions;
import dev.skep.testing.LoadOptions.Counting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The kernel of one test or of one class, started when somebody first needs it, with the objects in it. */
final class TestMachine implements AutoCloseable {
    private final TestFiles files;
    private final KernelConfig config;
    private final Backend backend;
    private final Counting counting;
    private final @Nullable FaultPlan plan;
    private final List<BpfObject> objects = new ArrayList<>();
    private @Nullable Kernel kernel;
    private @Nullable HostKernel host;

    /**
     * @param counting what is counted of its programs
     * @param plan what fails in it; null where nothing is in the way of programs
     */
    TestMachine(TestFiles files, KernelConfig config, Backend backend, Counting counting, @Nullable FaultPlan plan) {
        this.files = files;
        this.config = config;
        this.backend = backend;
        this.counting = counting;
        this.plan = plan;
    }

    /**
     * The simulated kernel, for a test that touches it.
     *
     * @throws TestAbortedException where the kernel of this machine is to answer
     */
    Kernel kernel() {
        if (backend == Backend.HOST) {
            throw skipped("the test touches the simulated kernel");
        }
        return started(config);
    }

    private Kernel started(KernelConfig how) {
        Kernel started = kernel;
        if (started == null) {
            started = new Kernel(how);
            kernel = started;
        }
        return started;
    }

    /** Loads an object as a field or parameter of a test class asks for it. */
    BpfObject load(Class<?> test, Load load) {
        LoadOptions options = LoadOptions.usual()
                .withPrograms(List.of(load.programs()))
                .withAdmission(load.admission())
                .withCounting(counting);
        BpfObject object = load(files.object(test, load.value()), options);
        if (plan != null) {
            object.mocks().follow(plan);
        }
        if (load.attach() == Attach.BY_SECTION) {
            object.attach();
        }
        return object;
    }

    /** Loads an object into whichever kernel is to answer. */
    BpfObject load(ObjectSpec spec, LoadOptions options) {
        BpfObject object = switch (backend) {
            case SIMULATED -> BpfObject.load(spec, kernel(), options);
            case HOST -> {
                HostKernel answering = host();
                yield BpfObject.loadOnHost(
                        spec, answering, started(config.withTypes(files.hostTypes(answering))), options);
            }
        };
        objects.add(object);
        return object;
    }

    private HostKernel host() {
        HostKernel opened = host;
        if (opened == null) {
            try {
                opened = HostKernel.open();
            } catch (HostKernelMissingException missing) {
                throw skipped(String.valueOf(missing.getMessage()));
            }
            host = opened;
        }
        return opened;
    }

    static TestAbortedException skipped(String reason) {
        return new TestAbortedException("-D" + Backend.PARAMETER + "=host: " + reason);
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
        if (host != null) {
            host.close();
            host = null;
        }
    }
}
